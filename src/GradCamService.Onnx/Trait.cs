namespace GradCamService.Onnx;

/// <summary>
/// What the passes of the loader, the runner and the analyses need to know of an operator. Traits stand in the operator's line of the
/// table, so that an operator that is added is at once known to all of them.
/// </summary>
[Flags]
public enum Trait : long
{
    None = 0,

    // Activations.

    /// <summary>A rectifier by its name, whatever its parameters are: guided gradients are clamped at it.</summary>
    Rectifies = 1L << 0,

    // Where elements go.

    /// <summary>Features stay what they are, in another order or type.</summary>
    Moves = 1L << 1,

    /// <summary>The same elements in another shape.</summary>
    Reshapes = 1L << 2,

    /// <summary>Axes in another order, that of the attribute <c>perm</c>.</summary>
    Permutes = 1L << 3,

    /// <summary>Only the element type changes.</summary>
    Casts = 1L << 4,

    /// <summary>Input 0 is the output.</summary>
    Passes = 1L << 5,

    /// <summary>Numbers to whole ones with a scale, or back.</summary>
    Quantizes = 1L << 6,

    /// <summary>Inputs one behind the other along an axis.</summary>
    Concatenates = 1L << 7,

    /// <summary>Chosen indices along one axis, the first by default.</summary>
    Gathers = 1L << 8,

    /// <summary>A range of indices along axes.</summary>
    Slices = 1L << 9,

    /// <summary>All parts along an axis, as outputs.</summary>
    Splits = 1L << 10,

    /// <summary>More elements around the input.</summary>
    Pads = 1L << 11,

    /// <summary>The image in another size.</summary>
    Resizes = 1L << 12,

    // What becomes of positions and features.

    /// <summary>Values stay, but for rounding, in a part or a repetition of the image.</summary>
    KeepsValues = 1L << 13,

    /// <summary>Only sizes are read, no values.</summary>
    Measures = 1L << 14,

    /// <summary>Axes of size 1 are taken away.</summary>
    TakesAxes = 1L << 15,

    /// <summary>Axes of size 1 are added.</summary>
    AddsAxes = 1L << 16,

    /// <summary>Features are bent or normalized, as behind the weights of a layer: classes' scores are not.</summary>
    Bends = 1L << 17,

    /// <summary>Numbers become decisions: which are the largest, which are above a limit.</summary>
    Decides = 1L << 18,

    /// <summary>Positions become fewer, or one.</summary>
    Pools = 1L << 19,

    /// <summary>Axes, all where the node names none, become one number: a sum, a mean or the like.</summary>
    Reduces = 1L << 20,

    /// <summary>Features become other features, by weights.</summary>
    Learns = 1L << 21,

    /// <summary>A convolution of real numbers: weight and bias are inputs 1 and 2.</summary>
    Convolves = 1L << 22,

    /// <summary>A product of matrices of real numbers, inputs 0 and 1.</summary>
    MultipliesMatrices = 1L << 23,

    /// <summary>A product of matrices of whole numbers.</summary>
    MultipliesIntegers = 1L << 24,

    /// <summary>Batch normalization by stored statistics: inputs x, γ, β, μ, σ².</summary>
    NormalizesBatch = 1L << 25,

    /// <summary>Mean or size over the last axes, those from <c>axis</c> on, is divided out.</summary>
    NormalizesFeatures = 1L << 26,

    /// <summary>Elements along its axes have a say in one another's results.</summary>
    MixesAxes = 1L << 27,

    /// <summary>Where the node names no axis, it is the last one.</summary>
    LastAxisByDefault = 1L << 28,

    /// <summary>Defined on <c>[N, C, spatial…]</c>, whatever the exporter's own order was.</summary>
    ChannelsFirst = 1L << 29,

    /// <summary>What its output's axes mean, its input's axes do not tell.</summary>
    LosesAxes = 1L << 30,

    /// <summary>A window with <c>kernel_shape</c>, <c>strides</c> and <c>dilations</c> goes over rows and columns.</summary>
    Window = 1L << 31,

    /// <summary>A window goes over the output: <c>strides</c> make more rows and columns.</summary>
    TransposedWindow = 1L << 32,

    /// <summary>Squares of <c>blocksize</c> become channels.</summary>
    FoldsBlocks = 1L << 33,

    /// <summary>Channels become squares of <c>blocksize</c>.</summary>
    UnfoldsBlocks = 1L << 34,

    /// <summary>Every result may depend on the whole input.</summary>
    SeesAll = 1L << 35,

    /// <summary>A recurrent layer: initial state at input 5, final state at output 1.</summary>
    Recurs = 1L << 36,

    /// <summary>A recurrent layer with a cell state too: initially at input 6, finally at output 2.</summary>
    HasCell = 1L << 37,

    // How it is computed.

    /// <summary>Each quantized tensor among the inputs comes with its scale and its zero point: the weight is input 3.</summary>
    ScaledInputs = 1L << 38,

    /// <summary>The result is in memory of its own, and the backward pass does not look at it again.</summary>
    FreshMemory = 1L << 39,

    /// <summary>The gradient of input 0 is in memory of its own.</summary>
    FreshGradients = 1L << 40,

    /// <summary>The last input is the result's shape.</summary>
    FillsShape = 1L << 41,

    /// <summary>The result is as many times larger than input 0 as input 1 says.</summary>
    Repeats = 1L << 42,

    /// <summary>The result may be of any size, whatever it reads.</summary>
    AnySize = 1L << 43,
}
