namespace GradCamService.Evaluate.Datasets;

/// <summary>A way in which datasets lie on disks: a row of <see cref="Layouts"/>.</summary>
/// <param name="Name">As messages and reports show it.</param>
/// <param name="Form">What it is recognized by, in words.</param>
/// <param name="Recognize">Looks whether files lie so.</param>
/// <param name="Read">Reads them.</param>
internal sealed record Layout(string Name, string Form, Func<DatasetFiles, Recognition> Recognize, Action<DatasetFiles, DatasetBuilder> Read);

/// <summary>How near files come to a layout.</summary>
/// <param name="IsWhole">Whether they lie so.</param>
/// <param name="Lacks">Where a part of it is there, the rest; else null.</param>
internal readonly record struct Recognition(bool IsWhole, string? Lacks)
{
    public static Recognition Whole { get; } = new(true, null);

    public static Recognition Nothing { get; } = new(false, null);

    public static Recognition But(string lacks) => new(false, lacks);
}
