using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Fields;

/// <summary>Collects what is wrong with the fields of an order, so that one answer tells everything.</summary>
public sealed class FieldErrors
{
    // To look for what is near, all that there is is read; who sends a thousand wrong names is helped with the first.
    private const int MostSuggestions = 5;

    // Nobody reads more.
    private const int MostAField = 20;
    private const int MostFields = 50;
    private const string Others = "*";

    private int _suggested;
    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public void Add(string field, string message)
    {
        if (_errors.Count >= MostFields && !_errors.ContainsKey(field))
            (field, message) = (Others, $"More fields are wrong; the first {MostFields} are listed.");
        if (field == Others && _errors.ContainsKey(Others))
            return;
        if (!_errors.TryGetValue(field, out var messages))
            _errors[field] = messages = [];
        if (messages.Count < MostAField)
            messages.Add(message);
        else if (messages.Count == MostAField)
            messages.Add("More is wrong with this field; only the first mistakes are listed.");
    }

    /// <summary>Whether another wrong name is compared with those that there are; each time it is asked counts.</summary>
    public bool MaySuggest() => _suggested++ < MostSuggestions;

    /// <summary>The name that was likely meant; null where none is near, and where enough were looked for.</summary>
    public string? Suggest(string name, IEnumerable<string> known) => MaySuggest() && Nearest.To(name, known, 1) is [var near] ? near : null;

    /// <summary>A value that must be one of several: the message lists them, the likeliest first.</summary>
    public void AddUnknown(string field, string what, string value, IEnumerable<string> known)
    {
        var names = known.ToList();
        var hint = Suggest(value, names) is { } near ? $" Did you mean '{near}'?" : "";
        Add(field, $"'{Names.Shorten(value)}' is not a {what}; there are {string.Join(", ", names)}.{hint}");
    }

    /// <exception cref="InvalidFieldsException">If anything was added.</exception>
    public void ThrowIfAny()
    {
        if (Any)
            throw new InvalidFieldsException(_errors.ToDictionary(error => error.Key, error => error.Value.ToArray()));
    }
}

/// <summary>An order is understood, but fields of it are wrong: all of them, each with what would be right.</summary>
public sealed class InvalidFieldsException(IReadOnlyDictionary<string, string[]> errors)
    : Exception(errors.Count == 1 && errors.First().Value is [var only] ? only : "Several fields of the request are wrong; see errors.")
{
    public IReadOnlyDictionary<string, string[]> Errors { get; } = errors;
}
