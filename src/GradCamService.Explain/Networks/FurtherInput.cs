using GradCamService.Explain.Imaging;
using static TorchSharp.torch;

namespace GradCamService.Explain.Networks;

/// <summary>An input besides the photo and the text, as its graph declares it and the manifest binds it.</summary>
/// <param name="Name">The tensor's name; of both graphs, where both have such an input.</param>
/// <param name="Type">Element type.</param>
/// <param name="Shape">Sizes of what one image has; all sizes, where there is no axis of images.</param>
/// <param name="HasRows">
/// Whether its first axis is that of the images, <c>[N, …]</c>; otherwise all images of a batch have the same, and only orders that agree share one.
/// </param>
public abstract record FurtherInput(string Name, ScalarType Type, IReadOnlyList<long> Shape, bool HasRows)
{
    /// <summary>What the names of their fields begin with.</summary>
    public const string Prefix = "input.";

    /// <summary>The part of a request that has its values.</summary>
    public string Field => Prefix + Name;

    /// <summary>Numbers of one image.</summary>
    public int Count => (int)Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>Bytes that the values of an order take while they wait.</summary>
    public abstract long Bytes { get; }

    /// <summary>Values for a first run at load, which tells shapes.</summary>
    /// <returns><c>[1, …]</c>, or without an axis of images <c>[…]</c>; on the CPU.</returns>
    internal abstract Tensor Trial();
}

/// <summary>Numbers: of a request's field, of the manifest's default, or always the manifest's.</summary>
public sealed record NumberInput(string Name, ScalarType Type, IReadOnlyList<long> Shape, bool HasRows) : FurtherInput(Name, Type, Shape, HasRows)
{
    /// <summary>What they are where a request does not say; null: it must.</summary>
    public double[]? Absent { get; init; }

    /// <summary>Whether no request may say otherwise.</summary>
    public bool IsFixed { get; init; }

    /// <summary>The least and the largest that each may be.</summary>
    public required (double Least, double Most) Range { get; init; }

    public override long Bytes => (long)sizeof(double) * Count;

    /// <summary>Numbers that the network can be tried with: the default, else ones, or zeros of whole numbers, as far as the range allows.</summary>
    public double[] Tried => Absent
        ?? [.. Enumerable.Repeat(Math.Clamp(NumberTypes.IsWhole(Type) ? 0 : 1, Range.Least, Range.Most), Count)];

    /// <param name="rows">Of each image its numbers.</param>
    /// <returns><c>[N, …]</c>, or without an axis of images those of the first; on the CPU.</returns>
    internal Tensor Of(params IReadOnlyList<double[]> rows) => HasRows
        ? tensor(rows.SelectMany(row => row).ToArray()).reshape([rows.Count, .. Shape]).to(Type)
        : tensor(rows[0]).reshape([.. Shape]).to(Type);

    internal override Tensor Trial() => Of(Tried);
}

/// <summary>A second picture.</summary>
public sealed record PictureInput(string Name, ScalarType Type, IReadOnlyList<long> Shape, bool HasRows) : FurtherInput(Name, Type, Shape, HasRows)
{
    /// <summary>How it is prepared.</summary>
    public required InputSpec Spec { get; init; }

    /// <summary>Whether the tensor is <c>[N, H, W, C]</c>.</summary>
    public bool IsChannelsLast { get; init; }

    /// <summary>Whether the manifest says how it is fitted; otherwise it is fitted as the photo is.</summary>
    public bool HasOwnFit { get; init; }

    public override long Bytes => (long)sizeof(float) * Count;

    /// <param name="rows">Of each image the picture's values, <c>[C, H, W]</c>.</param>
    /// <returns>In the tensor's layout and type: <c>[N, …]</c>, or without an axis of images the first; on the CPU.</returns>
    internal Tensor Of(params IReadOnlyList<float[]> rows)
    {
        var pictures = tensor(rows.SelectMany(row => row).ToArray()).reshape(rows.Count, Spec.Channels, Spec.Height, Spec.Width);
        if (IsChannelsLast)
            pictures = pictures.permute(0, 2, 3, 1);
        // Values of a byte input are what pixels have: whole.
        return (HasRows ? pictures : pictures[..1].reshape([.. Shape])).to(Type);
    }

    internal override Tensor Trial()
    {
        var pattern = Enumerable.Range(0, Count).Select(i => MathF.Sin(i * 12.9898f));
        return Of([.. Type == ScalarType.Byte ? pattern.Select(value => MathF.Round((value + 1) * 127)) : pattern]);
    }
}
