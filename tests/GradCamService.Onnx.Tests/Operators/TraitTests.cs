using System.Text.RegularExpressions;
using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Tests.Testing;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>
/// Which operators have which trait, all versions of each. By hand, from ONNX's definitions of the operators: whoever adds one sees here
/// what the passes and analyses will take it for.
/// </summary>
public sealed partial class TraitTests
{
    [Theory]
    [InlineData(Trait.Rectifies, "LeakyRelu PRelu Relu ThresholdedRelu com.microsoft.QLinearLeakyRelu")]
    [InlineData(Trait.Moves, "Cast Dropout Flatten Identity Reshape Squeeze Transpose Unsqueeze")]
    [InlineData(Trait.Reshapes, "Flatten Reshape Squeeze Unsqueeze")]
    [InlineData(Trait.Permutes, "Transpose")]
    [InlineData(Trait.Casts, "Cast")]
    [InlineData(Trait.Passes, "Dropout Identity")]
    [InlineData(Trait.Quantizes, "DequantizeLinear QuantizeLinear com.microsoft.DequantizeLinear com.microsoft.QuantizeLinear")]
    [InlineData(Trait.Concatenates, "Concat")]
    [InlineData(Trait.Gathers, "Gather")]
    [InlineData(Trait.Slices, "Slice")]
    [InlineData(Trait.Splits, "Split")]
    [InlineData(Trait.Pads, "Pad")]
    [InlineData(Trait.Resizes, "Resize Upsample")]
    [InlineData(Trait.Pools,
        "AveragePool GlobalAveragePool GlobalLpPool GlobalMaxPool LpPool MaxPool com.microsoft.QLinearAveragePool com.microsoft.QLinearGlobalAveragePool")]
    [InlineData(Trait.KeepsValues, "CenterCropPad Expand Floor Round")]
    [InlineData(Trait.Measures, "Shape Size")]
    [InlineData(Trait.TakesAxes, "Squeeze")]
    [InlineData(Trait.AddsAxes, "Unsqueeze")]
    [InlineData(Trait.Bends,
        "BatchNormalization Celu Clip Elu Gelu GroupNormalization HardSwish InstanceNormalization LayerNormalization LpNormalization Mish " +
        "RMSNormalization Selu SimplifiedLayerNormalization Swish com.microsoft.FastGelu com.microsoft.Gelu com.microsoft.QuickGelu")]
    [InlineData(Trait.Decides, "ArgMax Greater GreaterOrEqual Hardmax TopK")]
    [InlineData(Trait.Reduces,
        "ReduceL1 ReduceL2 ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum " +
        "ReduceSumSquare")]
    [InlineData(Trait.Learns,
        "Conv ConvInteger ConvTranspose DeformConv Einsum GRU Gemm LSTM MatMul MatMulInteger QLinearConv QLinearMatMul " +
        "RNN com.microsoft.Attention com.microsoft.FusedMatMul com.microsoft.MatMulNBits com.microsoft.QAttention com.microsoft.QGemm com.microsoft.TransposeMatMul")]
    [InlineData(Trait.Convolves, "Conv")]
    [InlineData(Trait.MultipliesMatrices, "Gemm MatMul")]
    [InlineData(Trait.MultipliesIntegers, "MatMulInteger QLinearMatMul")]
    [InlineData(Trait.NormalizesBatch, "BatchNormalization")]
    [InlineData(Trait.NormalizesFeatures, "LayerNormalization RMSNormalization SimplifiedLayerNormalization")]
    [InlineData(Trait.MixesAxes, "LayerNormalization LogSoftmax LpNormalization RMSNormalization SimplifiedLayerNormalization Softmax")]
    [InlineData(Trait.LastAxisByDefault, "LayerNormalization LpNormalization RMSNormalization SimplifiedLayerNormalization")]
    [InlineData(Trait.ChannelsFirst,
        "AveragePool BatchNormalization Conv ConvInteger ConvTranspose DeformConv DepthToSpace GlobalAveragePool " +
        "GlobalLpPool GlobalMaxPool GridSample GroupNormalization InstanceNormalization LRN LpPool MaxPool MaxUnpool " +
        "QLinearConv SpaceToDepth com.microsoft.QLinearAveragePool com.microsoft.QLinearGlobalAveragePool")]
    [InlineData(Trait.LosesAxes, "Einsum GRU GatherND If LSTM Loop RNN Scan TopK")]
    [InlineData(Trait.Window, "AveragePool Conv ConvInteger LpPool MaxPool QLinearConv com.microsoft.QLinearAveragePool")]
    [InlineData(Trait.TransposedWindow, "ConvTranspose")]
    [InlineData(Trait.FoldsBlocks, "SpaceToDepth")]
    [InlineData(Trait.UnfoldsBlocks, "DepthToSpace")]
    [InlineData(Trait.SeesAll,
        "Attention DeformConv Einsum GRU GlobalAveragePool GlobalLpPool GlobalMaxPool GridSample GroupNormalization If " +
        "InstanceNormalization LSTM Loop MeanVarianceNormalization RNN Scan com.microsoft.Attention com.microsoft.FusedMatMul " +
        "com.microsoft.MultiHeadAttention com.microsoft.QAttention com.microsoft.QLinearGlobalAveragePool com.microsoft.TransposeMatMul")]
    [InlineData(Trait.Recurs, "GRU LSTM RNN")]
    [InlineData(Trait.HasCell, "LSTM")]
    [InlineData(Trait.ScaledInputs, "QLinearConv QLinearMatMul")]
    [InlineData(Trait.FreshMemory, "Add BatchNormalization Conv Gemm Sub")]
    [InlineData(Trait.FreshGradients, "AveragePool Conv Gemm MaxPool")]
    [InlineData(Trait.FillsShape, "ConstantOfShape Expand")]
    [InlineData(Trait.Repeats, "Tile")]
    [InlineData(Trait.AnySize, "CenterCropPad ConvTranspose EyeLike OneHot Pad Resize Upsample")]
    public void A_trait_is_that_of_these_operators_and_no_others(Trait trait, string operators) =>
        Assert.Equal(operators.Split(' '), OperatorTable.Lines.Where(line => line.Value.Traits.HasFlag(trait))
            .Select(line => TitleOf(line.Key)).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void All_versions_of_an_operator_have_the_same_traits_and_function() =>
        Assert.All(OperatorTable.Lines.GroupBy(line => TitleOf(line.Key)),
            versions => Assert.Single(versions.Select(line => (line.Value.Traits, line.Value.Function)).Distinct()));

    [Fact]
    public void Every_trait_is_that_of_some_operator() =>
        Assert.All(Enum.GetValues<Trait>(), trait => Assert.Contains(OperatorTable.Lines.Values, line => line.Traits.HasFlag(trait)));

    [Theory]
    [InlineData("Add Sub Mul Div Neg Reciprocal Pow Sqrt Exp Log Max Min Sum Mean Round Clip Relu Tanh Erf Softsign Softplus Sigmoid HardSigmoid Softmax "
        + "LogSoftmax ReduceSum ReduceMean ReduceMax ReduceL1 ReduceLogSumExp QuantizeLinear DequantizeLinear")]
    public void A_function_is_that_of_one_operator(string operators) =>
        Assert.Equal(operators.Split(' '), OperatorTable.Lines.Where(line => line.Value.Function != Function.None)
            .OrderBy(line => line.Value.Function).Select(line => line.Key.Name).Distinct());

    // Rooms that say what a node is by its traits and its function, so that an operator that is added is at once known to them.
    [Theory]
    [InlineData("src/GradCamService.Onnx/Analysis")]
    [InlineData("src/GradCamService.Onnx/Execution")]
    [InlineData("src/GradCamService.Onnx/Loading")]
    [InlineData("src/GradCamService.Explain")]
    public void Nobody_but_the_table_knows_operators_by_name(string room) =>
        Assert.Empty(
            Directory.EnumerateFiles(Path.Combine(Repository.Root, room), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .Where(file => NameOfKey().IsMatch(File.ReadAllText(file)))
                .Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"\bKey\.Name\b")]
    private static partial Regex NameOfKey();

    private static string TitleOf(OperatorKey key) => key.Domain.Length == 0 ? key.Name : $"{key.Domain}.{key.Name}";
}
