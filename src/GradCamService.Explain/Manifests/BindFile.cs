using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Manifests;

/// <summary>What stands in <c>bind</c> of <c>model.json</c>, as it stands there.</summary>
[Shorthand("from")]
internal sealed record BindFile(
    [property: Required]
    [property: Description("encoder: the encoder's output. caption, question: token numbers. numbers: a request's field input.NAME. picture: a "
        + "second picture, a request's file input.NAME, prepared as the photo is unless something else stands here. constant: value.")]
    FeedSource? From = null,
    [property: Length(1, BindFile.MostNumbers)]
    [property: Description("Of numbers: what they are where a request does not give them, row by row; without it, requests must.")]
    IReadOnlyList<double>? Default = null,
    [property: Description("Of numbers: the least that each may be.")] double? Min = null,
    [property: Description("Of numbers: the largest that each may be.")] double? Max = null,
    [property: Length(1, BindFile.MostNumbers), Description("Of a constant: its numbers, row by row.")] IReadOnlyList<double>? Value = null,
    [property: Length(0, BindFile.MostAxes), Range(1, BindFile.MostNumbers)]
    [property: Description("Of numbers and constants: sizes of what an image has, without a batch axis, where the graph leaves them open.")]
    IReadOnlyList<int>? Shape = null,
    [property: Description("Of a picture: order of the tensor's axes; read from the graph where absent.")] TensorLayout? Layout = null,
    [property: Range(1, InputFile.MostPixelsASide), Description("Of a picture: pixels; the graph's, else the photo's where absent.")]
    int? Width = null,
    [property: Range(1, InputFile.MostPixelsASide), Description("Of a picture: pixels; the graph's, else the photo's where absent.")]
    int? Height = null,
    [property: Description("Of a picture: channels in order; the photo's where absent, or gray for one channel.")] ColorOrder? Color = null,
    [property: Range(0.0, 1.0, MinimumIsExclusive = true)]
    [property: Description("Of a picture: share of the shorter side that the centre crop keeps; the photo's where absent.")] double? Crop = null,
    [property: Description("Of a picture: how one of another shape fits; as the photo where absent.")] Fit? Fit = null,
    [property: Description("Of a picture: the filter; the photo's where absent.")] Resampling? Resize = null,
    [property: Length(1, 4), Description("Of a picture: subtracted, on the 0–255 scale: one number, or one a channel; the photo's where absent.")]
    IReadOnlyList<float>? Mean = null,
    [property: Length(1, 4), Range(0.0, float.MaxValue, MinimumIsExclusive = true)]
    [property: Description("Of a picture: divided by, on the 0–255 scale: one number, or one a channel; the photo's where absent.")]
    IReadOnlyList<float>? Std = null)
{
    // More than any network reads besides pictures, and few enough to be a field of a form.
    public const int MostNumbers = 1 << 16;
    public const int MostAxes = 8;

    /// <summary>Members by the source that they belong to.</summary>
    public IEnumerable<(string Member, object? Value, FeedSource[] Sources)> Members =>
    [
        ("default", Default, [FeedSource.Numbers]), ("min", Min, [FeedSource.Numbers]), ("max", Max, [FeedSource.Numbers]),
        ("value", Value, [FeedSource.Constant]), ("shape", Shape, [FeedSource.Numbers, FeedSource.Constant]),
        ("layout", Layout, [FeedSource.Picture]), ("width", Width, [FeedSource.Picture]), ("height", Height, [FeedSource.Picture]),
        ("color", Color, [FeedSource.Picture]), ("crop", Crop, [FeedSource.Picture]), ("fit", Fit, [FeedSource.Picture]),
        ("resize", Resize, [FeedSource.Picture]), ("mean", Mean, [FeedSource.Picture]), ("std", Std, [FeedSource.Picture]),
    ];

    /// <summary>As of a <see cref="Binding"/>.</summary>
    public bool IsFurther => From is { } from && new Binding(from).IsFurther;

    public Binding ToBinding() => new(From!.Value)
    {
        Numbers = Value ?? Default,
        Least = Min,
        Most = Max,
        Shape = Shape,
        Picture = From == FeedSource.Picture ? new InputFile(null, Layout, Width, Height, Color, null, null, Crop, Fit, Resize, Mean, Std) : null,
    };
}
