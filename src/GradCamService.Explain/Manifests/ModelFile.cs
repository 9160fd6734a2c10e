using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using GradCamService.Explain.Imaging;
using GradCamService.Explain.Localization;
using GradCamService.Onnx.Analysis;

namespace GradCamService.Explain.Manifests;

// What stands in model.json, as it stands there. The annotations are the reader's rules; descriptions and rules together are
// docs/model.schema.json. A range or a pattern on a list or an object of values is about each of them.

[Description("A model of GradCamService: model.json in the folder of one or two ONNX files. A member that is null counts as absent.")]
internal sealed record ModelFile(
    [property: JsonPropertyName("$schema"), Description("Where this schema lies, for editors.")] string? Schema = null,
    [property: Required, RegularExpression(ModelNames.Pattern, ErrorMessage = ModelNames.Expected)]
    [property: Description("What URLs call the model.")] string? Name = null,
    [property: Description("For people; the name where absent.")] string? Title = null,
    [property: Description("Default: 1.")] string? Version = null,
    // Written even where it is unknown: whoever keeps the file should be asked for it.
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never), Description("The weights' licence, shown to users.")]
    string? License = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never), Description("Where network and weights come from.")]
    string? Source = null,
    [property: Required, Description("What the model answers.")] string? Task = null,
    [property: Required, Description("The ONNX file whose output is explained. All paths are relative to the folder.")]
    string? Graph = null,
    [property: Description("An ONNX file that runs first. Models that name the same file share one loaded copy.")]
    EncoderReference? Encoder = null,
    [property: Description("The image input: which tensor, and what is done to a photo before it becomes that tensor. What is left open is found"
        + " as for a file without a manifest: in its metadata and the configurations beside it, its arithmetic, its statistics.")]
    InputFile? Input = null,
    [property: Description("What feeds the inputs besides the photo, by the input's name: a word, or an object that says more.")]
    IReadOnlyDictionary<string, BindFile>? Bind = null,
    [property: Description("Tensor of the scores before any softmax, or of the shares that are made of them; found in the graph where absent.")]
    string? Output = null,
    [property: Description("What the scores are: softmax (logits of classes that exclude each other), sigmoid (logits of classes that do not), "
        + "linear (plain numbers, without probabilities) or probabilities (output has the shares themselves); the graph's end tells where absent.")]
    ScoreMeaning? Scores = null,
    [property: Description("Tensor explained by default, one of layers; found in the graph where absent.")] string? TargetLayer = null,
    [property: Distinct, Description("Tensors offered as target layers; found in the graph where absent.")]
    IReadOnlyList<string>? Layers = null,
    [property: RegularExpression(ThresholdRule.Pattern, ErrorMessage = ThresholdRule.Expected)]
    [property: Description("Above what a pixel belongs to an object, where a request does not say: a share of the map's maximum, otsu, or a "
        + "percentile such as p90; default 0.15.")]
    ThresholdRule? Threshold = null,
    [property: Description("How a target layer of tokens lies on the image, which numbers of words have a meaning of their own, or both.")]
    TokensFile? Tokens = null,
    [property: Description("File of classes and groups, or of labels (JSON, or .txt with one a line); without it and labels, concepts are numbers.")]
    string? Concepts = null,
    [property: Description("The classes' labels, in the output's order, in place of a file.")] IReadOnlyList<string>? Labels = null,
    [property: Description("JSON file of the words by token number.")] string? Vocabulary = null,
    [property: Range(1, 1000), Description("Most words of a text.")] int? MaxLength = null,
    [property: Description("JSON file of the answers' labels, in the output's order.")] string? Answers = null,
    [property: Distinct, Description("The actions' labels, in the output's order; without them, actions are numbers.")]
    IReadOnlyList<string>? Actions = null,
    [property: Description("How a detector's boxes are read, before suppression.")] BoxesFile? Boxes = null,
    [property: RegularExpression("^[0-9A-Fa-f]{64}$", ErrorMessage = "64 hexadecimal digits")]
    [property: Description("SHA-256 by file, checked at start.")] IReadOnlyDictionary<string, string>? Sha256 = null);

internal sealed record InputFile(
    [property: Description("The input's name in the graph (of the encoder, where there is one); its only free input where absent.")]
    string? Tensor = null,
    [property: Description("Order of the tensor's axes; read from the graph where absent. Case does not matter, here and in words below.")]
    TensorLayout? Layout = null,
    [property: Range(1, InputFile.MostPixelsASide), Description("Pixels; found where absent.")] int? Width = null,
    [property: Range(1, InputFile.MostPixelsASide), Description("Pixels; found where absent.")] int? Height = null,
    [property: Description("Channels in order; default RGB, or found together with mean and std. An A is how opaque a pixel is, 255 throughout "
        + "where a photo has no transparency.")]
    ColorOrder? Color = null,
    [property: Length(1, InputFile.MostFurther)]
    [property: Description("Further photos of the same scene, such as an infrared one: their channels in order, which follow those of color. "
        + "A request then has a part image for each, in this order.")]
    IReadOnlyList<ColorOrder>? Further = null,
    [property: Range(1, 64), Description("Frames stacked in the channels, oldest first; default 1.")] int? Frames = null,
    [property: Range(0.0, 1.0, MinimumIsExclusive = true), Description("Share of the shorter side that the centre crop keeps; default 1, or found together with mean and std.")]
    double? Crop = null,
    [property: Description("How a photo of another shape fits; default crop, or found together with mean and std.")] Fit? Fit = null,
    [property: Description("The filter, as Pillow has it; default bicubic, or found together with mean and std.")] Resampling? Resize = null,
    [property: Length(1, InputFile.MostChannels), Description("Subtracted, on the 0–255 scale: one number, or one a channel. Found, with std, where absent.")]
    IReadOnlyList<float>? Mean = null,
    [property: Length(1, InputFile.MostChannels), Range(0.0, float.MaxValue, MinimumIsExclusive = true)]
    [property: Description("Divided by, on the 0–255 scale: one number, or one a channel.")]
    IReadOnlyList<float>? Std = null)
{
    public const int MostPixelsASide = 4096;
    public const int MostFurther = 7;
    public const int MostChannels = 4 * (1 + MostFurther);

    /// <summary>Channels of all photos; of a policy, of one frame.</summary>
    public IReadOnlyList<ColorOrder> Colors() => [Color ?? ColorOrder.Rgb, .. Further ?? []];
}

internal sealed record TokensFile(
    [property: Range(1, TokensFile.MostPatches), Description("Rows of patches.")] int? Height = null,
    [property: Range(1, TokensFile.MostPatches), Description("Patches a row.")] int? Width = null,
    [property: Range(0, TokensFile.MostPatches), Description("Tokens before the first patch, such as a class token.")] int? Skip = null,
    [property: Range(0, TokensFile.MostTokens), Description("Fills short texts.")] int? Padding = null,
    [property: Range(0, TokensFile.MostTokens), Description("Begins a caption.")] int? Start = null,
    [property: Range(0, TokensFile.MostTokens), Description("Ends a caption.")] int? End = null,
    [property: Range(0, TokensFile.MostTokens), Description("Stands for words outside the vocabulary.")] int? Unknown = null)
{
    public const int MostPatches = 4096;
    public const int MostTokens = 1_000_000;

    public SpecialTokens? Special() =>
        (Padding ?? Start ?? End ?? Unknown) is null ? null : new SpecialTokens(Padding, Start, End, Unknown);
}

internal sealed record BoxesFile(
    [property: Required, Description("What the four numbers of a box are: its corners, centre and size, or left top corner and size.")]
    BoxFormat? Format = null,
    [property: Required, Description("In what they are measured: pixels of the network's input, or shares of its width and height.")]
    BoxUnit? Unit = null,
    [property: Description("Tensor of the boxes, one row or one column of 4 numbers each; where absent, they stand before the scores in output, "
        + "as YOLO has it.")]
    string? Output = null,
    [property: Description("Whether a number between box and classes says how likely there is any object, as YOLOv5 has it; default false.")]
    bool? Objectness = null,
    [property: Description("Where among the classes the one is that stands for no object; default none. It has no label.")] NoObject? NoObject = null,
    [property: Range(0.0, 1.0), Description("Intersection over union above which a box is suppressed by a better one of its class; default 0.5; 1 for "
        + "networks that propose each object once, such as DETR.")]
    double? Overlap = null,
    [property: Range(0.0, 1.0), Description("How likely a box is at least that predictions list; default 0.25.")] double? Least = null)
{
    public BoxWiring Wiring() => new(Format!.Value, Unit!.Value)
    {
        Output = Output,
        HasObjectness = Objectness ?? false,
        NoObject = NoObject ?? Manifests.NoObject.None,
        Overlap = Overlap ?? BoxWiring.UsualOverlap,
        Least = Least ?? BoxWiring.UsualLeast,
    };
}
