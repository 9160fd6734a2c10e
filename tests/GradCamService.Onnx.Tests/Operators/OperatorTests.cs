using System.Reflection;
using GradCamService.Onnx.Loading;
using GradCamService.Onnx.Operators;
using GradCamService.Onnx.Tests.Operators.Cases;
using GradCamService.Onnx.Tests.Testing;

namespace GradCamService.Onnx.Tests.Operators;

public sealed class OperatorTests
{
    public static TheoryData<string> WithOracle =>
        [.. OperatorCases.All.Where(pair => pair.Value.NoOracle is null).Select(pair => pair.Key)];

    public static TheoryData<string> WithGradient =>
        [.. OperatorCases.All.Where(pair => pair.Value.HasGradient && IsDifferentiable(pair.Value.Key)).Select(pair => pair.Key)];

    [Theory]
    [MemberData(nameof(WithOracle))]
    public void An_operator_computes_what_onnx_runtime_computes(string name) =>
        OnnxRuntimeOracle.AssertAgrees(OperatorCases.All[name].Node);

    [Theory]
    [MemberData(nameof(WithGradient))]
    public void A_gradient_equals_central_differences(string name) =>
        GradientCheck.AssertMatches(OperatorCases.All[name].Node, OperatorCases.All[name].FixedInputs);

    public static TheoryData<string> Categories => [.. OperatorCases.Categories.Keys];

    [Theory]
    [MemberData(nameof(Categories))]
    public void Every_operator_and_version_of_a_category_has_a_case(string category)
    {
        var (lines, cases) = OperatorCases.Categories[category];
        Assert.Empty(lines.Except(cases.Select(@case => @case.Key)));
    }

    [Fact]
    public void Every_operator_that_is_replaced_by_its_parts_has_a_case() =>
        Assert.Empty(FusedOperators.Rows.Keys.Except(FusedOperatorsCases.All.Select(@case => (@case.Node.Domain, @case.Node.Operator))));

    private static bool IsDifferentiable(OperatorKey? key) =>
        key is null || OperatorTable.Lines[key].Compute.Method.GetCustomAttribute<NotDifferentiableAttribute>() is null;
}
