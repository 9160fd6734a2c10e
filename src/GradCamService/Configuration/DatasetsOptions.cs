namespace GradCamService.Configuration;

/// <summary>Section <c>Datasets</c>: which datasets there are to evaluate on.</summary>
public sealed class DatasetsOptions
{
    public const string Section = "Datasets";

    /// <summary>Folders that are datasets or whose sub-folders are, and files of annotations. Default none.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];
}
