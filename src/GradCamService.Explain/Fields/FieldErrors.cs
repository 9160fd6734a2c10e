using GradCamService.Explain.Naming;

namespace GradCamService.Explain.Fields;

/// <summary>Collects what is wrong with the fields of an order, so that one answer tells everything.</summary>
public sealed class FieldErrors
{
    private readonly SortedDictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public void Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var messages))
            _errors[field] = messages = [];
        messages.Add(message);
    }

    /// <summary>A value that must be one of several: the message lists them, the likeliest first.</summary>
    public void AddUnknown(string field, string what, string value, IEnumerable<string> known)
    {
        var names = known.ToList();
        var hint = Nearest.To(value, names, 1) is [var near] ? $" Did you mean '{near}'?" : "";
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
