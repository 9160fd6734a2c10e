using System.Globalization;
using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Fields;

/// <summary>A field of an order: its name, what it means, and what it may be. The document of the API is written from these.</summary>
/// <param name="Name">As it is sent; case does not matter.</param>
/// <param name="Meaning">For the API's document.</param>
public abstract record Field(string Name, string Meaning)
{
    /// <summary>The JSON type of a value: string, integer, number or boolean.</summary>
    public virtual string Type => "string";

    /// <summary>Whether it may be sent several times.</summary>
    public bool IsRepeatable { get; init; }

    /// <summary>What it is where it is not sent; null: nothing, or the model says.</summary>
    public virtual object? Default => null;

    /// <summary>The values that it may have; null: any of its type.</summary>
    public virtual IReadOnlyList<string>? Values => null;

    /// <summary>What each of those values means; null where the names say it.</summary>
    public virtual IReadOnlyDictionary<string, string>? ValueMeanings => null;

    /// <summary>What a text must look like; null: anything.</summary>
    public virtual string? Shape => null;

    /// <summary>The least and the largest value; null: any.</summary>
    public virtual (double Least, double Most)? Range => null;
}

/// <summary>A text, of which the reader makes what it means.</summary>
public sealed record TextField(string Name, string Meaning) : Field(Name, Meaning);

/// <summary>A text that means something by its form.</summary>
/// <param name="Parse">What it means; null where it has not that form.</param>
/// <param name="Expected">The form in words.</param>
/// <param name="Pattern">The form as a regular expression of ECMA-262.</param>
public sealed record FormField<T>(string Name, string Meaning, Func<string, T?> Parse, string Expected, string Pattern)
    : Field(Name, Meaning) where T : class
{
    public override string? Shape => Pattern;
}

/// <summary>A whole number.</summary>
public sealed record WholeField(string Name, string Meaning, int Least, int Most, int? Absent = null) : Field(Name, Meaning)
{
    public override string Type => "integer";

    public override object? Default => Absent;

    public override (double Least, double Most)? Range => (Least, Most);

    internal int? Read(string text) =>
        int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var value) && value >= Least && value <= Most ? value : null;

    internal string Expected => string.Create(CultureInfo.InvariantCulture, $"a whole number from {Least} to {Most}");
}

/// <summary>A number, written as in JSON whatever the machine's language.</summary>
public sealed record NumberField(string Name, string Meaning, double Least, double Most, double Absent) : Field(Name, Meaning)
{
    public override string Type => "number";

    public override object? Default => Absent;

    public override (double Least, double Most)? Range => (Least, Most);

    internal double? Read(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value >= Least && value <= Most ? value : null;

    internal string Expected => string.Create(CultureInfo.InvariantCulture, $"a number from {Least} to {Most}");
}

/// <summary>True or false.</summary>
/// <param name="Absent">What it is where it is not sent.</param>
public sealed record FlagField(string Name, string Meaning, bool Absent = false) : Field(Name, Meaning)
{
    public override string Type => "boolean";

    public override object? Default => Absent;
}

/// <summary>One of several values by its name.</summary>
/// <param name="What">What a value is called in messages.</param>
/// <param name="Choices">Values by name; case does not matter.</param>
/// <param name="Absent">The name of the value where it is not sent; null: the model says, or the reader.</param>
public sealed record ChoiceField<T>(string Name, string Meaning, string What, IReadOnlyDictionary<string, T> Choices, string? Absent = null)
    : Field(Name, Meaning)
{
    public override object? Default => Absent;

    public override IReadOnlyList<string> Values => [.. Choices.Keys];

    public override IReadOnlyDictionary<string, string>? ValueMeanings =>
        Describe is null ? null : Choices.ToDictionary(choice => choice.Key, choice => Describe(choice.Value));

    /// <summary>What a value means, in words; null where the names say it.</summary>
    public Func<T, string>? Describe { get; init; }
}

/// <summary>The choices of fields.</summary>
public static class Choices
{
    /// <summary>The values of an enumeration by their lower-case names.</summary>
    public static IReadOnlyDictionary<string, T> Of<T>() where T : struct, Enum => Of(Enum.GetValues<T>(), Names.Of);

    /// <summary>Rows by their names, whatever their case.</summary>
    public static IReadOnlyDictionary<string, T> Of<T>(IEnumerable<T> rows, Func<T, string> name) =>
        rows.ToDictionary(name, StringComparer.OrdinalIgnoreCase);
}
