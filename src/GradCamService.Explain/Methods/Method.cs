using GradCamService.Explain.Fields;

namespace GradCamService.Explain.Methods;

/// <summary>A way of explaining: a row of <see cref="MethodTable"/>. It has a map, values a pixel, or both, which are multiplied.</summary>
/// <param name="Name">As the API writes it.</param>
/// <param name="Paper">Where it comes from.</param>
/// <param name="Answers">Which question it answers.</param>
public sealed record Method(string Name, string Paper, string Answers)
{
    /// <summary>How its localization map is found at the target layer; null for a method without one.</summary>
    public MapReading? Map { get; init; }

    /// <summary>How its values a pixel are found; null for a method that has none.</summary>
    public PixelReading? Pixels { get; init; }

    /// <summary>Names of its pictures in the JSON; the first is the one that <c>image/png</c> gives.</summary>
    public required IReadOnlyList<string> Pictures { get; init; }

    /// <summary>Whether it compares classes, so that the model must have some.</summary>
    public bool NeedsClasses { get; init; }

    /// <summary>Fields of its settings.</summary>
    public IReadOnlyList<Field> Fields => [.. Map?.Fields ?? [], .. Pixels?.Fields ?? []];

    /// <summary>What it needs of the batch's passes.</summary>
    public Passes Passes => (Map?.Passes ?? Passes.None) | (Pixels?.Passes ?? Passes.None);

    /// <summary>What these methods need together.</summary>
    public static Passes PassesFor(IEnumerable<Method> methods) => methods.Aggregate(Passes.None, (all, method) => all | method.Passes);
}
