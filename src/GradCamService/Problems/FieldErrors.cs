using GradCamService.Explain.Naming;

namespace GradCamService.Problems;

/// <summary>Collects what is wrong with a request's fields, so that one answer tells everything.</summary>
internal sealed class FieldErrors
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
    public void AddUnknown(string field, string what, string value, IReadOnlyCollection<string> known)
    {
        var near = Nearest.To(value, known, 1);
        var hint = near.Count > 0 ? $" Did you mean '{near[0]}'?" : "";
        Add(field, $"'{Shorten(value)}' is not a {what}; there are {string.Join(", ", known)}.{hint}");
    }

    /// <exception cref="InvalidFieldsException">If anything was added.</exception>
    public void ThrowIfAny()
    {
        if (Any)
            throw new InvalidFieldsException(_errors.ToDictionary(error => error.Key, error => error.Value.ToArray()));
    }

    /// <summary>Echoed text stays short, whatever was sent.</summary>
    public static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";
}
