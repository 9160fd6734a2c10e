using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Tests.Operators.Cases;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>The cases of each category of operators, and all of them by name.</summary>
internal static class OperatorCases
{
    /// <summary>A category's lines of the operator table, with the cases that cover every one of them.</summary>
    public static IReadOnlyDictionary<string, (IEnumerable<OperatorKey> Lines, IReadOnlyList<OperatorCase> Cases)> Categories { get; } =
        new Dictionary<string, (IEnumerable<OperatorKey>, IReadOnlyList<OperatorCase>)>
        {
            [nameof(Activations)] = (Activations.Operators.Keys, [.. ActivationsCases.All]),
            [nameof(Arithmetic)] = (Arithmetic.Operators.Keys, [.. ArithmeticCases.All]),
            [nameof(Attentions)] = (Attentions.Operators.Keys, [.. AttentionsCases.All]),
            [nameof(AveragePools)] = (AveragePools.Operators.Keys, [.. AveragePoolsCases.All]),
            [nameof(Bits)] = (Bits.Operators.Keys, [.. BitsCases.All]),
            [nameof(Blocks)] = (Blocks.Operators.Keys, [.. BlocksCases.All]),
            [nameof(ControlFlow)] = (ControlFlow.Operators.Keys, [.. ControlFlowCases.All]),
            [nameof(Convolutions)] = (Convolutions.Operators.Keys, [.. ConvolutionsCases.All]),
            [nameof(Detection)] = (Detection.Operators.Keys, [.. DetectionCases.All]),
            [nameof(FusedAttentions)] = (FusedAttentions.Operators.Keys, [.. FusedAttentionsCases.All]),
            [nameof(FusedEmbeddings)] = (FusedEmbeddings.Operators.Keys, [.. FusedEmbeddingsCases.All]),
            [nameof(FusedFactors)] = (FusedFactors.Operators.Keys, [.. FusedFactorsCases.All]),
            [nameof(FusedGelus)] = (FusedGelus.Operators.Keys, [.. FusedGelusCases.All]),
            [nameof(Functions)] = (Functions.Operators.Keys, [.. FunctionsCases.All]),
            [nameof(Generators)] = (Generators.Operators.Keys, [.. GeneratorsCases.All]),
            [nameof(GridSampling)] = (GridSampling.Operators.Keys, [.. GridSamplingCases.All]),
            [nameof(Indexing)] = (Indexing.Operators.Keys, [.. IndexingCases.All]),
            [nameof(LegacyBroadcasting)] = (LegacyBroadcasting.Operators.Keys, [.. LegacyBroadcastingCases.All]),
            [nameof(LinearAlgebra)] = (LinearAlgebra.Operators.Keys, [.. LinearAlgebraCases.All]),
            [nameof(Logic)] = (Logic.Operators.Keys, [.. LogicCases.All]),
            [nameof(Losses)] = (Losses.Operators.Keys, [.. LossesCases.All]),
            [nameof(MaxPools)] = (MaxPools.Operators.Keys, [.. MaxPoolsCases.All]),
            [nameof(NormNormalizations)] = (NormNormalizations.Operators.Keys, [.. NormNormalizationsCases.All]),
            [nameof(Normalizations)] = (Normalizations.Operators.Keys, [.. NormalizationsCases.All]),
            [nameof(Ordering)] = (Ordering.Operators.Keys, [.. OrderingCases.All]),
            [nameof(Padding)] = (Padding.Operators.Keys, [.. PaddingCases.All]),
            [nameof(Pooling)] = (Pooling.Operators.Keys, [.. PoolingCases.All]),
            [nameof(QuantizedOperators)] = (QuantizedOperators.Operators.Keys, [.. QuantizedOperatorsCases.All]),
            [nameof(Quantizers)] = (Quantizers.Operators.Keys, [.. QuantizersCases.All]),
            [nameof(Rectifiers)] = (Rectifiers.Operators.Keys, [.. RectifiersCases.All]),
            [nameof(RecurrentLayers)] = (RecurrentLayers.Operators.Keys, [.. RecurrentLayersCases.All]),
            [nameof(Reductions)] = (Reductions.Operators.Keys, [.. ReductionsCases.All]),
            [nameof(RegionPools)] = (RegionPools.Operators.Keys, [.. RegionPoolsCases.All]),
            [nameof(Resizing)] = (Resizing.Operators.Keys, [.. ResizingCases.All]),
            [nameof(Scans)] = (Scans.Operators.Keys, [.. ScansCases.All]),
            [nameof(Scattering)] = (Scattering.Operators.Keys, [.. ScatteringCases.All]),
            [nameof(Shaping)] = (Shaping.Operators.Keys, [.. ShapingCases.All]),
            [nameof(Slicing)] = (Slicing.Operators.Keys, [.. SlicingCases.All]),
            [nameof(Softmaxes)] = (Softmaxes.Operators.Keys, [.. SoftmaxesCases.All]),
            [nameof(TransposedConvolutions)] = (TransposedConvolutions.Operators.Keys, [.. TransposedConvolutionsCases.All]),
            [nameof(Types)] = (Types.Operators.Keys, [.. TypesCases.All]),
        };

    public static IReadOnlyDictionary<string, OperatorCase> All { get; } =
        Categories.Values.SelectMany(category => category.Cases).Concat(FusedOperatorsCases.All).ToDictionary(@case => @case.ToString());
}
