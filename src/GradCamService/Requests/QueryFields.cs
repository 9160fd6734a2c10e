using GradCamService.Explain.Fields;
using GradCamService.Explain.Naming;
using Microsoft.AspNetCore.Mvc.ModelBinding;

namespace GradCamService.Requests;

/// <summary>Checks the fields of a URL's query.</summary>
internal static class QueryFields
{
    /// <summary>Refuses what model binding found wrong, and fields that do not exist: a typo must not be ignored in silence.</summary>
    /// <exception cref="InvalidFieldsException">All that is wrong.</exception>
    public static void Check(ModelStateDictionary state, IQueryCollection query, IReadOnlyCollection<string> known)
    {
        var errors = new FieldErrors();
        foreach (var (field, entry) in state)
            foreach (var error in entry.Errors)
                errors.Add(field, error.ErrorMessage);
        new FieldReader(query.Select(entry => entry.Key).ToLookup(Names.Shorten, _ => ""), errors).RefuseOthers(known);
        errors.ThrowIfAny();
    }
}
