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
            [nameof(Arithmetic)] = (Arithmetic.Operators.Keys, [.. ArithmeticCases.All]),
            [nameof(Bits)] = (Bits.Operators.Keys, [.. BitsCases.All]),
            [nameof(Blocks)] = (Blocks.Operators.Keys, [.. BlocksCases.All]),
            [nameof(Functions)] = (Functions.Operators.Keys, [.. FunctionsCases.All]),
            [nameof(Generators)] = (Generators.Operators.Keys, [.. GeneratorsCases.All]),
            [nameof(Indexing)] = (Indexing.Operators.Keys, [.. IndexingCases.All]),
            [nameof(LegacyBroadcasting)] = (LegacyBroadcasting.Operators.Keys, [.. LegacyBroadcastingCases.All]),
            [nameof(LinearAlgebra)] = (LinearAlgebra.Operators.Keys, [.. LinearAlgebraCases.All]),
            [nameof(Logic)] = (Logic.Operators.Keys, [.. LogicCases.All]),
            [nameof(Losses)] = (Losses.Operators.Keys, [.. LossesCases.All]),
            [nameof(Ordering)] = (Ordering.Operators.Keys, [.. OrderingCases.All]),
            [nameof(Padding)] = (Padding.Operators.Keys, [.. PaddingCases.All]),
            [nameof(Reductions)] = (Reductions.Operators.Keys, [.. ReductionsCases.All]),
            [nameof(Scattering)] = (Scattering.Operators.Keys, [.. ScatteringCases.All]),
            [nameof(Shaping)] = (Shaping.Operators.Keys, [.. ShapingCases.All]),
            [nameof(Slicing)] = (Slicing.Operators.Keys, [.. SlicingCases.All]),
            [nameof(Types)] = (Types.Operators.Keys, [.. TypesCases.All]),
        };

    public static IReadOnlyDictionary<string, OperatorCase> All { get; } =
        Categories.Values.SelectMany(category => category.Cases).ToDictionary(@case => @case.ToString());
}
