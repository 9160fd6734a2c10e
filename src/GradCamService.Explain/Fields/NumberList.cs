using System.Globalization;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Fields;

/// <summary>Numbers of a text: separated by commas, with or without the brackets of a JSON array.</summary>
public static class NumberList
{
    /// <param name="text">What was sent.</param>
    /// <param name="areTruths">Whether <c>true</c> and <c>false</c> stand for 1 and 0.</param>
    /// <param name="wrong">The first that is no finite number; null where all are.</param>
    /// <returns>The numbers; of what is wrong those before it.</returns>
    public static double[] Read(string text, bool areTruths, out string? wrong)
    {
        var inner = text.AsSpan().Trim();
        if (inner.StartsWith('[') && inner.EndsWith(']'))
            inner = inner[1..^1].Trim();
        var numbers = new List<double>();
        wrong = inner.IsEmpty ? text : null;
        foreach (var part in inner.Split(','))
        {
            var item = inner[part].Trim();
            if (NumberOf(item, areTruths) is not { } number)
            {
                wrong ??= item.ToString();
                break;
            }
            numbers.Add(number);
        }
        wrong = wrong is null ? null : Names.Shorten(wrong);
        return [.. numbers];
    }

    private static double? NumberOf(ReadOnlySpan<char> item, bool areTruths)
    {
        if (areTruths && bool.TryParse(item, out var truth))
            return truth ? 1 : 0;
        return double.TryParse(item, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
    }
}
