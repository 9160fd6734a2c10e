using System.Collections;
using System.Globalization;
using System.Text;
using GradCamService.Evaluate.Statistics;

namespace GradCamService.Evaluate.Report;

/// <summary>How the report says numbers and names.</summary>
internal static class Wording
{
    public const string Nothing = "–";

    /// <summary>Three decimals, with a real minus.</summary>
    public static string Number(double? value) => value is not { } number || !double.IsFinite(number) ? Nothing
        // Adding 0 makes −0 a 0.
        : (Math.Round(number, 3) + 0.0).ToString("0.000", CultureInfo.InvariantCulture).Replace('-', '−');

    public static string Range(Interval? interval) => interval is null ? Nothing : $"{Number(interval.Low)} to {Number(interval.High)}";

    public static string Count(int count) => count.ToString(CultureInfo.InvariantCulture);

    /// <summary>A count with its word: 1 photo, 2 photos.</summary>
    public static string Counted(int count, string one, string? many = null) => $"{Count(count)} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary>A number as a page's attributes and pictures have it: as many digits as it needs.</summary>
    public static string Exact(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A value of the arguments.</summary>
    public static string Value(object? value) => value switch
    {
        null => Nothing,
        string text => text,
        bool flag => flag ? "yes" : "no",
        IEnumerable list => list.Cast<object?>().Select(Value).DefaultIfEmpty(Nothing).Aggregate((one, other) => $"{one}, {other}"),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? Nothing,
    };

    /// <summary>A name of the results in words: localizationErrorTop1 → Localization error top 1.</summary>
    public static string Title(string name)
    {
        var title = new StringBuilder();
        foreach (var letter in name)
        {
            if (title.Length > 0 && (char.IsUpper(letter) || char.IsDigit(letter) && !char.IsDigit(title[^1])))
                title.Append(' ');
            title.Append(title.Length == 0 ? char.ToUpperInvariant(letter) : char.ToLowerInvariant(letter));
        }
        return title.ToString();
    }
}
