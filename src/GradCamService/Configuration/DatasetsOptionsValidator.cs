using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>Directories must be there: a typo should stop the start, not serve less in silence.</summary>
internal sealed class DatasetsOptionsValidator : IValidateOptions<DatasetsOptions>
{
    public ValidateOptionsResult Validate(string? name, DatasetsOptions options)
    {
        var problems = options.Directories
            .Select((place, i) => Directory.Exists(place) || File.Exists(place) ? null
                : $"Datasets:Directories:{i}: there is no directory or file '{place}'.")
            .OfType<string>()
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
