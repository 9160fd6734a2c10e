using System.Numerics;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Layers;
using GradCamService.Explain.Localization;
using GradCamService.Explain.Methods;
using GradCamService.Explain.Models;
using GradCamService.Explain.Networks;
using GradCamService.Explain.Outputs;
using GradCamService.Explain.Targets;
using GradCamService.Explain.Texts;

namespace GradCamService.Explain.Orders;

/// <summary>What is to be done with a photo: every field is read and has its default. Predictions are orders without methods.</summary>
public sealed record Order
{
    // A batch's worth on most machines.
    private const int PassesARound = 16;

    // Of a photo's concept or two, whatever their methods: nobody need be let in between.
    private const int ShortRounds = 4;

    /// <summary>The model that is asked.</summary>
    public required LoadedModel Model { get; init; }

    /// <summary>What is asked of the image.</summary>
    public required Subject Subject { get; init; }

    /// <summary>Numbers for the model's inputs besides the photo, by input name, row by row; an input without has its default.</summary>
    public IReadOnlyDictionary<string, double[]> Numbers { get; init; } = new Dictionary<string, double[]>();

    /// <summary>In the order in which they were named; none for a prediction.</summary>
    public IReadOnlyList<Method> Methods { get; init; } = [];

    /// <summary>Whether the score's sign is turned.</summary>
    public bool IsCounterfactual { get; init; }

    /// <summary>The target layers, some of the model's, in the network's order; at least one.</summary>
    public required IReadOnlyList<TargetLayer> Layers { get; init; }

    /// <summary>Whether the maps of all layers are made one.</summary>
    public bool IsFused { get; init; }

    /// <summary>Whether maps are means over other views of the image, too.</summary>
    public bool IsAugmented { get; init; }

    /// <summary>Numbers of the methods that have some.</summary>
    public MethodSettings Settings { get; init; } = MethodSettings.Default;

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

    /// <summary>Layers of the network that are drawn anew before it is run; null: it is run as it is served.</summary>
    public Redrawing? Redrawing { get; init; }

    /// <summary>The model's network, with another tensor explained where that is asked.</summary>
    public ImageNetwork Network => Subject.Targets.Tensor is { } tensor
        ? Model.Network with { Wiring = Model.Network.Wiring with { Explained = tensor } } : Model.Network;

    /// <summary>The same order, answered by numbers alone.</summary>
    public Order WithoutPictures => this with { Pictures = new HashSet<string>(), IsDrawnOn = false };

    /// <summary>The same order of another view of its image: of maps alone, and of the caption that the network found for the image itself.</summary>
    /// <param name="output">What the network said of the image.</param>
    public Order OfView(NetworkOutput output) => OfMaps with
    {
        Subject = output.Captions is [var caption, ..] ? Subject with { Text = new Encoded([.. caption.Words], [], []) } : Subject,
    };

    /// <summary>What it needs of a batch's passes.</summary>
    public Passes Passes => Method.PassesFor(Methods);

    /// <summary>Passes of one image besides those that a batch shares.</summary>
    public int PassesBesides => Readings(method => method.Map).Sum(reading => Layers.Sum(layer => reading.PassesBesides(ExtentAt(layer), Settings)))
        + Readings(method => method.Pixels).Sum(reading => reading.PassesBesides(ExtentAt(Layers[0]), Settings, Subject.Targets.ExpectedCount))
        + (IsAugmented ? Augmentation.All.Count * (1 + Subject.Targets.ExpectedCount + OfMaps.PassesBesides) : 0);

    /// <summary>
    /// Rounds of a full batch: what makes one order longer than another. Backward passes through the whole network are one each; of other passes of one
    /// image, a batch's worth is one.
    /// </summary>
    public int Rounds => BitOperations.PopCount((uint)(Passes & Passes.Pixels)) * Subject.Targets.ExpectedCount + (PassesBesides / PassesARound);

    /// <summary>Whether it is long enough that others are computed between its passes.</summary>
    public bool IsLong => PassesBesides > 0 || Rounds > ShortRounds;

    /// <summary>
    /// Whether the two may share a batch: a short order in one with a long would wait for all of its rounds, a tensor inside a network need not keep
    /// images apart, and an input without an axis of images has the same values for all. An order that runs the network again is a batch of its own.
    /// </summary>
    public bool Fits(Order other) => ReferenceEquals(Model, other.Model) && Layers.SequenceEqual(other.Layers) && Passes == other.Passes
        && Rounds == other.Rounds && Redrawing == other.Redrawing && PassesBesides == 0 && other.PassesBesides == 0
        && (Subject.Targets.Tensor, other.Subject.Targets.Tensor) == (null, null)
        && Model.Inputs.Where(input => !input.HasRows)
            .All(input => input is NumberInput numbers && NumbersOf(numbers).SequenceEqual(other.NumbersOf(numbers)));

    /// <summary>What an input is fed with.</summary>
    /// <exception cref="ArgumentException">The order does not say, and the input has no default.</exception>
    public double[] NumbersOf(NumberInput input) => Numbers.GetValueOrDefault(input.Name) ?? input.Absent
        ?? throw new ArgumentException($"The order gives no numbers for '{input.Name}' of '{Model.Name}'.");

    /// <summary>The layers of each of a method's maps: all together, or one after the other.</summary>
    public IReadOnlyList<IReadOnlyList<TargetLayer>> LayersFor(Method method) =>
        method.Map is null ? [[Layers[0]]] : IsFused ? [Layers] : [.. Layers.Select(layer => new[] { layer })];

    /// <summary>Sizes that tell how many passes a method needs.</summary>
    public Extent ExtentAt(TargetLayer layer) => new(layer.Channels, (int)Model.InputShape[1], (int)Model.InputShape[2]);

    /// <summary>Refuses what does not fit the photo, before that is decoded.</summary>
    /// <exception cref="Fields.InvalidFieldsException">What was asked lies where the network does not see.</exception>
    public void Check(ImageHeader photo) =>
        Subject.Targets.Check(Placement.Of(photo.Width, photo.Height, Model.Manifest.Input.Spec, Fit));

    /// <summary>What is explained, now that the network's output is known.</summary>
    public IReadOnlyList<Target> TargetsOf(NetworkOutput output) =>
        [.. Subject.Targets.Choose(output).Select(target => target with { IsCounterfactual = IsCounterfactual })];

    /// <summary>The pictures that the answer has of a target, each with its method.</summary>
    public IReadOnlyList<(Method Method, string Picture)> Drawn => IsOnePicture ? [(Methods[0], Methods[0].Pictures[0])]
        : [.. Methods.SelectMany(method => PictureNames.All.Where(name => Has(name, method)).Select(name => (method, name)))];

    /// <summary>
    /// Bytes that the order holds while it waits and is answered, once its photo's size is known: what is drawn on, the network's inputs, of each target
    /// the map, the gradients and their product, and the pictures.
    /// </summary>
    public long AnswerBytes(ImageHeader photo)
    {
        var spec = Model.Manifest.Input.Spec;
        var input = sizeof(float) * Model.InputShape.Aggregate(1L, (product, size) => product * size);
        var perTarget = Methods.Sum(method => LayersFor(method).Count * (
            (method.Map is null && method.Pixels?.IsMap != true ? 0 : sizeof(float) * spec.Width * spec.Height)
            + (method.Pixels is null ? 0 : method.Map is null ? input : 2 * input)));
        var inputs = (input * (1 + Model.Task.References)) + Model.Inputs.Sum(further => further.Bytes);
        return (IsDrawnOn ? photo.DrawnBytes : 0) + inputs + (Subject.Targets.ExpectedCount * perTarget) + PictureBytes(photo);
    }

    /// <summary>
    /// Bytes of the pixels of all pictures of the answer, which their files never exceed: those of each target, or the one that the answer is, and those
    /// that the task lists.
    /// </summary>
    public long PictureBytes(ImageHeader photo)
    {
        var spec = Model.Manifest.Input.Spec;
        var picture = Math.Max(Style.MostBytes(photo.Width, photo.Height), Style.MostBytes(spec.Width, spec.Height));
        // A listed picture has one channel.
        var listed = Model.Task.ListedPictures(Model, Subject) * picture / 3;
        if (IsOnePicture)
            return listed + (Model.Task.IsDrawnAsSheet ? PictureStyle.MostBytesOfSheet(Subject.Targets.ExpectedCount) : picture);
        return listed + (Subject.Targets.ExpectedCount * picture * Methods.Sum(method =>
            (long)LayersFor(method).Count * Drawn.Count(drawn => drawn.Method == method)));
    }

    /// <summary>Whether the answer has a picture of a method.</summary>
    public bool Has(string picture, Method method) => (Pictures ?? method.Pictures as IEnumerable<string>).Contains(picture);

    private Order OfMaps => this with
    {
        Methods = [.. Methods.Where(method => method.Map is not null).Select(method => method with { Pixels = null })],
        IsAugmented = false,
    };

    private IEnumerable<T> Readings<T>(Func<Method, T?> of) where T : class => Methods.Select(of).OfType<T>().Distinct();
}

/// <summary>Which layers of a network forget what they learned, for a test of methods.</summary>
/// <param name="Depth">How many, from the output down, ≥ 1.</param>
/// <param name="Seed">Of what is drawn.</param>
public sealed record Redrawing(int Depth, int Seed);

/// <summary>An order with its photo: all that waits for the device.</summary>
/// <param name="Order">What is to be done.</param>
/// <param name="Photo">With what.</param>
public sealed record PreparedOrder(Order Order, PreparedPhoto Photo)
{
    /// <summary>Values of the model's pictures besides the photo, <c>[C, H, W]</c>, by input name.</summary>
    public IReadOnlyDictionary<string, float[]> Pictures { get; init; } = new Dictionary<string, float[]>();

    /// <summary>The network's input of a second photo, with whose outputs the first's are compared, <c>[C, H, W]</c>; or null.</summary>
    public float[]? Reference { get; init; }

    /// <summary>What a picture's input is fed with.</summary>
    /// <exception cref="ArgumentException">There is no such picture.</exception>
    public float[] PictureOf(PictureInput input) => Pictures.GetValueOrDefault(input.Name)
        ?? throw new ArgumentException($"The order comes without the picture '{input.Name}' of '{Order.Model.Name}'.");
}
