using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Fields;

/// <summary>
/// Reads what was sent by the rows of its fields and collects what is wrong. Where it was sent, a form, a command line or a job's JSON, is
/// all the same: it knows names and texts only.
/// </summary>
/// <param name="sent">Texts by the names of their fields.</param>
/// <param name="errors">What is wrong so far; added to.</param>
public sealed class FieldReader(ILookup<string, string> sent, FieldErrors errors)
{
    public FieldErrors Errors { get; } = errors;

    /// <summary>Image files that came with them in the part <c>image</c>.</summary>
    public int Images { get; init; } = 1;

    public bool Has(Field field) => sent[field.Name].Any();

    /// <summary>Names of all that was sent.</summary>
    public IEnumerable<string> Sent => sent.Select(each => each.Key);

    /// <summary>All values of a repeatable field.</summary>
    public IReadOnlyList<string> All(TextField field) => [.. sent[field.Name]];

    /// <summary>Null where it was not sent.</summary>
    public string? Text(TextField field) => Single(field);

    /// <summary>What it means; null where it was not sent, and where it is wrong.</summary>
    public T? Meaning<T>(FormField<T> field) where T : class => Single(field) is { } text ? MeaningOf(field, text) : null;

    /// <summary>What all values of a repeatable field mean, without those that are wrong.</summary>
    public IReadOnlyList<T> AllMeanings<T>(FormField<T> field) where T : class =>
        [.. sent[field.Name].Distinct().Select(text => MeaningOf(field, text)).OfType<T>()];

    /// <summary>Null where it was not sent, and where it is wrong.</summary>
    public int? Whole(WholeField field) => Single(field) is { } text ? field.Read(text) ?? Refuse<int>(field, text, field.Expected) : field.Absent;

    public double Number(NumberField field) =>
        (Single(field) is { } text ? field.Read(text) ?? Refuse<double>(field, text, field.Expected) : null) ?? field.Absent;

    public bool Flag(FlagField field) => (Single(field)?.Trim() is { } text
        ? bool.TryParse(text, out var value) ? value : Refuse<bool>(field, text, "true or false")
        : null) ?? field.Absent;

    /// <summary>The value that was named, else what <paramref name="absent"/> says.</summary>
    public T Choice<T>(ChoiceField<T> field, T absent) => Single(field) is { } name ? Choice(field, name, absent) : absent;

    /// <summary>The values that were named, each once; else the row's own.</summary>
    public IReadOnlyList<T> AllChoices<T>(ChoiceField<T> field) where T : class
    {
        var names = sent[field.Name].DefaultIfEmpty(field.Absent!);
        return [.. names.Select(name => Choice<T?>(field!, name, null)).OfType<T>().Distinct()];
    }

    /// <summary>Refuses fields that are none of <paramref name="known"/>: a typo must not be ignored in silence.</summary>
    public void RefuseOthers(IReadOnlyCollection<string> known)
    {
        foreach (var name in sent.Select(field => field.Key).Where(name => !known.Contains(name, StringComparer.OrdinalIgnoreCase)))
            Errors.Add(Names.Shorten(name), $"There is no field '{Names.Shorten(name)}'; " + (Errors.Suggest(name, known) is { } near
                ? $"did you mean '{near}'?" : $"there are {string.Join(", ", known)}."));
    }

    private T Choice<T>(ChoiceField<T> field, string name, T absent)
    {
        if (field.Choices.TryGetValue(name.Trim(), out var value))
            return value;
        Errors.AddUnknown(field.Name, field.What, name, field.Values);
        return absent;
    }

    private T? MeaningOf<T>(FormField<T> field, string text) where T : class
    {
        var meaning = field.Parse(text);
        if (meaning is null)
            Errors.Add(field.Name, $"'{Names.Shorten(text)}' is not {field.Expected}.");
        return meaning;
    }

    private string? Single(Field field)
    {
        var values = sent[field.Name].Take(2).ToList();
        if (values.Count > 1)
            Errors.Add(field.Name, $"'{field.Name}' may be given once.");
        return values.FirstOrDefault();
    }

    private T? Refuse<T>(Field field, string text, string expected) where T : struct
    {
        Errors.Add(field.Name, $"'{Names.Shorten(text)}' is not {expected}.");
        return null;
    }
}
