using Microsoft.Extensions.Options;

namespace GradCamService.Configuration;

/// <summary>Directories must be there, and bundled models too: a typo should stop the start, not serve less in silence.</summary>
internal sealed class ModelsOptionsValidator : IValidateOptions<ModelsOptions>
{
    public ValidateOptionsResult Validate(string? name, ModelsOptions options)
    {
        var problems = options.Directories
            .Select((directory, i) => Directory.Exists(directory) ? null : $"Models:Directories:{i}: the directory '{directory}' is not there.")
            .Concat(ModelFolders.UnknownBundled(options).Select(model =>
                $"Models:Bundled: there is no bundled model '{model}'; there are {string.Join(", ", ModelFolders.BundledNames)}, * and none."))
            .OfType<string>()
            .ToList();
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }
}
