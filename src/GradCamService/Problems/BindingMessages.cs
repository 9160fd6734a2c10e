using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace GradCamService.Problems;

/// <summary>What model binding says of a value that it cannot read: what was sent, and what would be right.</summary>
internal static class BindingMessages
{
    private static readonly Dictionary<string, string> Expected = new(StringComparer.OrdinalIgnoreCase)
    {
        ["top"] = "a whole number above 0",
        ["beams"] = "a whole number from 1 to 10",
        ["threshold"] = "a number from 0 to 1",
        ["counterfactual"] = "true or false",
        ["limit"] = "a whole number from 1 to 1000",
    };

    public static void Apply(DefaultModelBindingMessageProvider messages)
    {
        messages.SetAttemptedValueIsInvalidAccessor((value, field) => Message(value, field));
        messages.SetUnknownValueIsInvalidAccessor(field => Message("", field));
        messages.SetValueIsInvalidAccessor(value => $"'{FieldErrors.Shorten(value)}' is not valid.");
        // Outside of a form there is only the length of a list.
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => Message(value, "limit"));
    }

    private static string Message(string value, string field) =>
        $"'{FieldErrors.Shorten(value)}' is not {(Expected.TryGetValue(field, out var expected) ? expected : "valid")}.";
}
