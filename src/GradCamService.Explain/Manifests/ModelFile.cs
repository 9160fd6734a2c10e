using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using GradCamService.Explain.Imaging;

namespace GradCamService.Explain.Manifests;

// What stands in model.json, as it stands there. The annotations are the reader's rules; descriptions and rules together are
// docs/model.schema.json. A range or a pattern on a list or an object of values is about each of them.

[Description("A model of GradCamService: model.json in the folder of one or two ONNX files. A member that is null counts as absent.")]
internal sealed record ModelFile
{
    [JsonPropertyName("$schema"), Description("Where this schema lies, for editors.")]
    public string? Schema { get; init; }

    [Required, RegularExpression(ModelNames.Pattern, ErrorMessage = ModelNames.Expected), Description("What URLs call the model.")]
    public string? Name { get; init; }

    [Description("For people; the name where absent.")]
    public string? Title { get; init; }

    [Description("Default: 1.")]
    public string? Version { get; init; }

    // Written even where it is unknown: whoever keeps the file should be asked for it.
    [JsonIgnore(Condition = JsonIgnoreCondition.Never), Description("The weights' licence, shown to users.")]
    public string? License { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.Never), Description("Where network and weights come from.")]
    public string? Source { get; init; }

    [Required, Description("What the model answers.")]
    public string? Task { get; init; }

    [Required, Description("The ONNX file whose output is explained. All paths are relative to the folder.")]
    public string? Graph { get; init; }

    [Description("An ONNX file that runs first. Models that name the same file share one loaded copy.")]
    public EncoderReference? Encoder { get; init; }

    [Required, Description("The image input: which tensor, and what is done to a photo before it becomes that tensor.")]
    public InputFile? Input { get; init; }

    [Description("What feeds the graph's inputs besides the photo, by the input's name.")]
    public IReadOnlyDictionary<string, FeedSource>? Bind { get; init; }

    [Description("Tensor of the scores before any softmax; found in the graph where absent.")]
    public string? Output { get; init; }

    [Description("Tensor explained by default, one of layers; found in the graph where absent.")]
    public string? TargetLayer { get; init; }

    [Distinct, Description("Tensors offered as target layers; found in the graph where absent.")]
    public IReadOnlyList<string>? Layers { get; init; }

    [Description("How a target layer of tokens lies on the image, which numbers of words have a meaning of their own, or both.")]
    public TokensFile? Tokens { get; init; }

    [Description("File of classes and groups, or of labels (JSON, or a .txt of one label a line); without it, concepts are numbers.")]
    public string? Concepts { get; init; }

    [Description("JSON file of the words by token number.")]
    public string? Vocabulary { get; init; }

    [Range(1, 1000), Description("Most words of a text.")]
    public int? MaxLength { get; init; }

    [Description("JSON file of the answers' labels, in the output's order.")]
    public string? Answers { get; init; }

    [Distinct, Description("The actions' labels, in the output's order; without them, actions are numbers.")]
    public IReadOnlyList<string>? Actions { get; init; }

    [RegularExpression("^[0-9A-Fa-f]{64}$", ErrorMessage = "64 hexadecimal digits"), Description("SHA-256 by file, checked at start.")]
    public IReadOnlyDictionary<string, string>? Sha256 { get; init; }
}

internal sealed record InputFile
{
    public const int MostPixelsASide = 4096;

    [Description("The input's name in the graph (of the encoder, where there is one); its only free input where absent.")]
    public string? Tensor { get; init; }

    [Description("Order of the tensor's axes; read from the graph where absent. Case does not matter, here and in the words below.")]
    public TensorLayout? Layout { get; init; }

    [Required, Range(1, MostPixelsASide), Description("Pixels.")]
    public int? Width { get; init; }

    [Required, Range(1, MostPixelsASide), Description("Pixels.")]
    public int? Height { get; init; }

    [Description("Channels in order; default RGB.")]
    public ColorOrder? Color { get; init; }

    [Range(1, 64), Description("Frames stacked in the channels, oldest first; default 1.")]
    public int? Frames { get; init; }

    [Range(0.0, 1.0, MinimumIsExclusive = true), Description("Share of the shorter side that the centre crop keeps; default 1.")]
    public double? Crop { get; init; }

    [Description("How a photo of another shape fits; default crop.")]
    public Fit? Fit { get; init; }

    [Description("The filter, antialiased as Pillow does; default bicubic.")]
    public Resampling? Resize { get; init; }

    [Required, Length(1, 3), Description("Subtracted, on the 0–255 scale: one number, or one a channel.")]
    public IReadOnlyList<float>? Mean { get; init; }

    [Required, Length(1, 3), Range(0.0, float.MaxValue, MinimumIsExclusive = true)]
    [Description("Divided by, on the 0–255 scale: one number, or one a channel.")]
    public IReadOnlyList<float>? Std { get; init; }
}

internal sealed record TokensFile
{
    private const int MostPatches = 4096;
    private const int MostTokens = 1_000_000;

    [Range(1, MostPatches), Description("Rows of patches.")]
    public int? Height { get; init; }

    [Range(1, MostPatches), Description("Patches a row.")]
    public int? Width { get; init; }

    [Range(0, MostPatches), Description("Tokens before the first patch, such as a class token; default 0.")]
    public int? Skip { get; init; }

    [Range(0, MostTokens), Description("Fills short texts.")]
    public int? Padding { get; init; }

    [Range(0, MostTokens), Description("Begins a caption.")]
    public int? Start { get; init; }

    [Range(0, MostTokens), Description("Ends a caption.")]
    public int? End { get; init; }

    [Range(0, MostTokens), Description("Stands for words outside the vocabulary.")]
    public int? Unknown { get; init; }

    [JsonIgnore]
    public bool HasSpecial => (Padding ?? Start ?? End ?? Unknown) is not null;
}
