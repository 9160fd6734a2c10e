using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Manifests;

// What a manifest is made of.

/// <summary>An ONNX file that runs before the graph.</summary>
/// <param name="Graph">The file, relative to the model's folder.</param>
/// <param name="Output">The tensor that feeds inputs bound to <see cref="FeedSource.Encoder"/>.</param>
public sealed record EncoderReference(
    [property: Required, Description("The file.")] string Graph,
    [property: Required, Description("Its tensor that feeds the graph's input bound to encoder.")] string Output);

/// <summary>What feeds an input of the graph.</summary>
public enum FeedSource
{
    /// <summary>The encoder's output.</summary>
    Encoder,

    /// <summary>The caption's tokens so far, <c>[N, T]</c>, beginning with start.</summary>
    Caption,

    /// <summary>The question's tokens, <c>[N, L]</c>, padded right.</summary>
    Question,

    /// <summary>Numbers of a request's field <c>input.NAME</c>.</summary>
    Numbers,

    /// <summary>A second picture, a request's file <c>input.NAME</c>.</summary>
    Picture,

    /// <summary>Numbers of the manifest, the same for all requests.</summary>
    Constant,
}

/// <summary>A target layer <c>[N, skip + height · width, C]</c>: tokens in rows on the image.</summary>
/// <param name="Height">Rows of patches, ≥ 1.</param>
/// <param name="Width">Patches a row, ≥ 1.</param>
/// <param name="Skip">Tokens before the first patch, such as a class token; ≥ 0.</param>
public sealed record TokenGrid(int Height, int Width, int Skip = 0);

/// <summary>Token numbers with a meaning of their own; null where the model has none.</summary>
/// <param name="Padding">Fills short sequences.</param>
/// <param name="Start">Begins a caption.</param>
/// <param name="End">Ends a caption.</param>
/// <param name="Unknown">Stands for words outside the vocabulary.</param>
public sealed record SpecialTokens(int? Padding = null, int? Start = null, int? End = null, int? Unknown = null);

/// <summary>Order of an image tensor's axes.</summary>
public enum TensorLayout
{
    /// <summary><c>[N, C, H, W]</c>, as PyTorch writes it.</summary>
    Nchw,

    /// <summary><c>[N, H, W, C]</c>, as TensorFlow writes it.</summary>
    Nhwc,
}

/// <summary>The image input: which tensor, and what is done to a photo before it becomes that tensor.</summary>
/// <param name="Tensor">Input of the encoder where there is one, else of the graph; null: its only free input.</param>
/// <param name="Layout">Null: as the graph's shape says.</param>
/// <param name="Spec">Size, colours, crop, filter and normalization.</param>
/// <param name="Frames">Frames stacked in the channels, oldest first, 1–64; more than 1 for policies only.</param>
public sealed record ManifestInput(string? Tensor, TensorLayout? Layout, InputSpec Spec, int Frames = 1)
{
    /// <summary>Channels, height and width of one input.</summary>
    public IReadOnlyList<long> Shape => [Spec.Photos.Sum(photo => photo.Channels) * Frames, Spec.Height, Spec.Width];

    /// <summary>Most images of a request.</summary>
    public int Images => Math.Max(Frames, 1 + Spec.Further.Count);
}

/// <summary>What the four numbers of a box are.</summary>
public enum BoxFormat
{
    /// <summary>Left, top, right, bottom.</summary>
    Xyxy,

    /// <summary>Centre, then width and height.</summary>
    Cxcywh,

    /// <summary>Left and top, then width and height.</summary>
    Xywh,
}

/// <summary>In what boxes are measured.</summary>
public enum BoxUnit
{
    /// <summary>Pixels of the network's input.</summary>
    Pixels,

    /// <summary>Shares of the input's width and height.</summary>
    Normalized,
}

/// <summary>Where among a box's classes the one is that stands for no object.</summary>
public enum NoObject
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>The first.</summary>
    First,

    /// <summary>The last, as DETR has it.</summary>
    Last,
}

/// <summary>How a detector's boxes are read, before suppression.</summary>
/// <param name="Format">What their four numbers are.</param>
/// <param name="Unit">In what they are measured.</param>
public sealed record BoxWiring(BoxFormat Format, BoxUnit Unit)
{
    /// <summary>Least overlap (intersection over union) at which a box is suppressed by a better one of its class.</summary>
    public const double UsualOverlap = 0.5;

    /// <summary>How likely a box is at least that predictions list.</summary>
    public const double UsualLeast = 0.25;

    /// <summary>The tensor <c>[N, Q, 4]</c> or <c>[N, 4, Q]</c>; null: the boxes stand before the scores in one tensor.</summary>
    public string? Output { get; init; }

    /// <summary>Whether a number between box and classes says how likely there is any object.</summary>
    public bool HasObjectness { get; init; }

    /// <summary>The class that is none.</summary>
    public NoObject NoObject { get; init; }

    /// <summary>0 to 1; 1 suppresses nothing.</summary>
    public double Overlap { get; init; } = UsualOverlap;

    /// <summary>0 to 1.</summary>
    public double Least { get; init; } = UsualLeast;

    /// <summary>Tensors that must be computed besides the scores.</summary>
    internal IReadOnlyList<string> Tensors => Output is null ? [] : [Output];
}
