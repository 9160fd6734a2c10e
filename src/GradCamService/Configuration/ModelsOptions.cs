namespace GradCamService.Configuration;

/// <summary>Section <c>Models</c>: which model folders are served.</summary>
public sealed class ModelsOptions
{
    public const string Section = "Models";

    /// <summary>Directories whose sub-folders and ONNX files are models, besides the bundled ones. Default none.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>Names of the bundled models to serve; <c>*</c> for all, <c>none</c> for none. Default all.</summary>
    public IReadOnlyList<string> Bundled { get; init; } = [];
}
