using System.ComponentModel.DataAnnotations;
using GradCamService.Onnx;

namespace GradCamService.Configuration;

/// <summary>Section <c>Models</c>: which model folders are served, and what they may cost.</summary>
public sealed class ModelsOptions
{
    public const string Section = "Models";

    /// <summary>Directories whose sub-folders and ONNX files are models, besides the bundled ones. Default none.</summary>
    public IReadOnlyList<string> Directories { get; init; } = [];

    /// <summary>Names of the bundled models to serve; <c>*</c> for all, <c>none</c> for none. Default all.</summary>
    public IReadOnlyList<string> Bundled { get; init; } = [];

    /// <summary>
    /// How long one model may take until it is ready, from its files to its first explanation; one that takes longer fails. Default 2 minutes, 1 second to
    /// 1 hour.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00", ParseLimitsInInvariantCulture = true, ErrorMessage = "Models:LoadTimeout must be from 00:00:01 to 01:00:00.")]
    public TimeSpan LoadTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>
    /// Most bytes of one model's constants, and of all tensors of one of its first runs; one that takes more fails. Default 0: the memory that the
    /// machine or container has.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "Models:LoadMemory must be a number of bytes, or 0 for the machine's memory.")]
    public long LoadMemory { get; init; }

    /// <summary>Most nodes of one ONNX file, functions expanded. Default 20,000, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Models:MaxNodes must be from 1 to 1000000.")]
    public int MaxNodes { get; init; } = 20_000;

    /// <summary>
    /// Most bytes of all models' constants together; beyond, models that nobody has asked for longest are let go, and loaded again when they are
    /// asked. Default 0: no limit.
    /// </summary>
    [Range(0, long.MaxValue, ErrorMessage = "Models:MemoryBudget must be a number of bytes, or 0 for no limit.")]
    public long MemoryBudget { get; init; }

    /// <summary>Whether folders that come, change or go are noticed while the service runs. Default false.</summary>
    public bool Watch { get; init; }

    internal LoadLimits Limits => new() { Time = LoadTimeout, Bytes = LoadMemory, Nodes = MaxNodes };
}
