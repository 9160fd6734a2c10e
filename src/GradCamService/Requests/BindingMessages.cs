using GradCamService.Explain.Naming;
using Microsoft.AspNetCore.Mvc.ModelBinding.Metadata;

namespace GradCamService.Requests;

/// <summary>What model binding says of a value that it cannot read: what was sent, and what would be right.</summary>
internal static class BindingMessages
{
    // Outside of forms, which are read by their own rows, there is only the length of a list.
    public static void Apply(DefaultModelBindingMessageProvider messages) =>
        messages.SetNonPropertyAttemptedValueIsInvalidAccessor(value => $"'{Names.Shorten(value)}' is not a whole number from 1 to 1000.");
}
