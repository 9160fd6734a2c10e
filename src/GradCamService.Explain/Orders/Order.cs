using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;

namespace GradCamService.Explain.Orders;

/// <summary>What is to be done with a photo: every field is read and has its default. Predictions are orders without methods.</summary>
public sealed record Order
{
    /// <summary>The model that is asked.</summary>
    public required LoadedModel Model { get; init; }

    /// <summary>What is asked of the image.</summary>
    public required Subject Subject { get; init; }

    /// <summary>In the order in which they were named; none for a prediction.</summary>
    public IReadOnlyList<Method> Methods { get; init; } = [];

    /// <summary>Whether the score's sign is turned.</summary>
    public bool IsCounterfactual { get; init; }

    /// <summary>The target layer, one of the model's.</summary>
    public required TargetLayer Layer { get; init; }

    /// <summary>How the photo is fitted.</summary>
    public required Fit Fit { get; init; }

    /// <summary>Share of the map's maximum above which a pixel belongs to the object, 0 to 1.</summary>
    public ThresholdRule Threshold { get; init; } = ThresholdRule.Default;

    /// <summary>How its pictures look.</summary>
    public PictureStyle Style { get; init; } = new();

    /// <summary>Names of the pictures that the answer has; null: those of its methods.</summary>
    public IReadOnlySet<string>? Pictures { get; init; }

    /// <summary>Whether the answer is one picture: that of the first method, or a sheet of all targets.</summary>
    public bool IsOnePicture { get; init; }

    /// <summary>Names of the fields that were sent and concern nothing but pictures.</summary>
    public IReadOnlySet<string> PictureFields { get; init; } = new HashSet<string>();

    /// <summary>Whether the answer is drawn on the photo; where not, nothing of the photo is kept but the network's input.</summary>
    public bool IsDrawnOn { get; init; }

    /// <summary>The same order, answered by numbers alone.</summary>
    public Order WithoutPictures => this with { Pictures = new HashSet<string>(), IsDrawnOn = false };

    /// <summary>The backward passes that it needs.</summary>
    public Passes Passes => Passes.For(Methods);

    /// <summary>Backward passes through the whole network: what makes one order longer than another.</summary>
    public int Rounds => Passes.Guided ? Subject.Targets.ExpectedCount : 0;

    /// <summary>Whether the two may share a batch: a short order in one with a long would wait for all of its rounds.</summary>
    public bool Fits(Order other) =>
        ReferenceEquals(Model, other.Model) && Layer == other.Layer && Passes == other.Passes && Rounds == other.Rounds;

    /// <summary>What is explained, now that the network's output is known.</summary>
    public IReadOnlyList<Target> TargetsOf(NetworkOutput output) =>
        [.. Subject.Targets.Choose(output).Select(target => target with { IsCounterfactual = IsCounterfactual })];

    /// <summary>The pictures that the answer has of a target, each with its method.</summary>
    public IReadOnlyList<(Method Method, string Picture)> Drawn => IsOnePicture ? [(Methods[0], Methods[0].Pictures[0])]
        : [.. Methods.SelectMany(method => PictureNames.All.Where(name => Has(name, method)).Select(name => (method, name)))];

    /// <summary>
    /// Bytes that the order holds while it waits and is answered, once its photo's size is known: what is drawn on, the network's input, and of
    /// each target the heatmap, the gradients, their product, and the pictures' files, which are never larger than their pixels; of an answer that
    /// is one picture, that.
    /// </summary>
    public long AnswerBytes(ImageHeader photo)
    {
        var (shape, spec) = (Model.InputShape, Model.Manifest.Input.Spec);
        var input = sizeof(float) * shape.Aggregate(1L, (product, size) => product * size);
        var picture = Math.Max(Style.MostBytes(photo.Width, photo.Height), Style.MostBytes(spec.Width, spec.Height));
        var perMethod = Methods.Sum(method => (method.Weights is null ? 0 : sizeof(float) * spec.Width * spec.Height)
            + (method.Pixels is null ? 0 : method.Weights is null ? input : 2 * input));
        var pictures = !IsOnePicture ? Subject.Targets.ExpectedCount * Drawn.Count * picture
            : Model.Task.IsDrawnAsSheet ? PictureStyle.MostBytesOfSheet(Subject.Targets.ExpectedCount) : picture;
        return (IsDrawnOn ? photo.DrawnBytes : 0) + input + Subject.Targets.ExpectedCount * perMethod + pictures;
    }

    /// <summary>Whether the answer has a picture of a method.</summary>
    public bool Has(string picture, Method method) => (Pictures ?? method.Pictures as IEnumerable<string>).Contains(picture);
}

/// <summary>An order with its photo: all that waits for the device.</summary>
/// <param name="Order">What is to be done.</param>
/// <param name="Photo">With what.</param>
public sealed record PreparedOrder(Order Order, PreparedPhoto Photo);
