using GradCamService.Onnx.Tests.Operators.Cases;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>All cases by name. Each category has a file that mirrors the operators' own.</summary>
internal static class OperatorCases
{
    public static IReadOnlyDictionary<string, OperatorCase> All { get; } = ElementwiseCases.All
        .ToDictionary(@case => @case.ToString());
}
