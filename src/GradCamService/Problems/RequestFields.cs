using GradCamService.Explain.Naming;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace GradCamService.Problems;

/// <summary>Checks that hold for the fields of every request.</summary>
internal static class RequestFields
{
    /// <summary>Collects what model binding found, and fields that do not exist: a typo must not be ignored in silence.</summary>
    public static FieldErrors Check(ModelStateDictionary state, IEnumerable<string> sent, IReadOnlyCollection<string> known)
    {
        var errors = new FieldErrors();
        foreach (var (field, entry) in state)
            foreach (var error in entry.Errors)
                errors.Add(NameOf(field, known), error.ErrorMessage);
        foreach (var field in sent.Where(field => !known.Contains(field, StringComparer.OrdinalIgnoreCase)).Distinct())
        {
            var near = Nearest.To(field, known, 1);
            errors.Add(FieldErrors.Shorten(field), $"There is no field '{FieldErrors.Shorten(field)}'; "
                + (near.Count > 0 ? $"did you mean '{near[0]}'?" : $"there are {string.Join(", ", known)}."));
        }
        return errors;
    }

    // Binding reports an element of a repeated field as "concept[1]".
    private static string NameOf(string field, IReadOnlyCollection<string> known)
    {
        var name = field.Split('[')[0];
        return known.FirstOrDefault(other => other.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? name;
    }
}
