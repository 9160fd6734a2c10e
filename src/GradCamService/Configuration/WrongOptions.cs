using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

internal static class WrongOptions
{
    /// <summary>All that validation at start found, each once; empty where an exception says something else.</summary>
    public static IReadOnlyList<string> Of(Exception exception)
    {
        Exception[] all = exception is AggregateException several ? [.. several.Flatten().InnerExceptions] : [exception];
        return [.. all.OfType<OptionsValidationException>().SelectMany(wrong => wrong.Failures).Distinct()];
    }
}
