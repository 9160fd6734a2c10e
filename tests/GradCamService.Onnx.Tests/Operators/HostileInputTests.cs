using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators;

/// <summary>
/// A file is input from outside. Whatever it gives to an operator, the operator computes or refuses with a reason that names the node;
/// it never throws anything else, and never ends the process (which would end this test run).
/// </summary>
public sealed class HostileInputTests
{
    private static readonly long[] Extremes =
        [long.MinValue, int.MinValue, -1_000_000_007, -1, 0, 1_000_000_007, int.MaxValue, long.MaxValue];

    public static TheoryData<string> Cases => [.. OperatorCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_operator_computes_or_refuses_hostile_inputs(string name)
    {
        var node = OperatorCases.All[name].Node;
        for (var i = 0; i < node.Inputs.Count; i++)
            foreach (var input in Variants(node.Inputs[i]))
                AssertComputesOrRefuses(node with { Inputs = [.. node.Inputs.Take(i), input, .. node.Inputs.Skip(i + 1)] });
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void An_operator_computes_or_refuses_hostile_attributes(string name)
    {
        var node = OperatorCases.All[name].Node;
        foreach (var attribute in node.Attributes)
            foreach (var value in Variants(attribute.Value))
            {
                var attributes = new Dictionary<string, object>(node.Attributes) { [attribute.Key] = value };
                AssertComputesOrRefuses(node with { Attributes = attributes });
            }
    }

    private static IEnumerable<Tensor?> Variants(Tensor? input)
    {
        yield return null;
        if (input is null)
            yield break;
        yield return zeros([], input.dtype);
        yield return zeros([0], input.dtype);
        yield return zeros([1, 2, 1, 2, 1], input.dtype);
        yield return zeros(7, input.dtype);
        if (input.dtype is ScalarType.Int32 or ScalarType.Int64)
            foreach (var extreme in Extremes)
                yield return full(input.shape, extreme, ScalarType.Int64).to(input.dtype);
        else if (input.is_floating_point())
            yield return full(input.shape, double.NaN, input.dtype);
    }

    private static IEnumerable<object> Variants(object value) => value switch
    {
        int or long => Extremes.Cast<object>(),
        long[] values => [Array.Empty<long>(), .. Extremes.Select(extreme => (object)values.Select(_ => extreme).ToArray()),
            .. Extremes.Select(extreme => (object)values.Select((value, i) => i == 0 ? extreme : value).ToArray())],
        string => ["", "no such thing", "->", "...,...,..."],
        _ => [],
    };

    private static void AssertComputesOrRefuses(OneNode node)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        try
        {
            OnnxRuntimeOracle.Run(node);
        }
        catch (Exception exception) when (exception is OnnxException or EngineException)
        {
            Assert.Contains("node '", exception.Message, StringComparison.Ordinal);
        }
    }
}
