using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Loading;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Testing;

/// <summary>A node's gradients against central differences, in double precision.</summary>
internal static class GradientCheck
{
    // The difference's error is of the order step² · f''' ≈ 1e-10 plus rounding 1e-16 / step ≈ 1e-11: three digits of room.
    private const double Step = 1e-5;
    private const double Relative = 1e-6;
    private const double Absolute = 1e-7;

    // Each element costs two runs; the direction covers those in between.
    private const int MostElements = 24;

    /// <summary>
    /// Projects the outputs on fixed random directions and compares ∂projection/∂input with (p(x+h) − p(x−h)) / 2h for every
    /// input of numbers with a fraction. Those inputs are taken to double first.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="fixedInputs">Indices of inputs that no gradient reaches by the operator's nature: statistics, scales, regions.</param>
    public static void AssertMatches(OneNode node, params int[] fixedInputs)
    {
        using var scope = NewDisposeScope();
        var inputs = node.Inputs
            .Select(input => input is not null && input.is_floating_point() ? input.to(ScalarType.Float64).clone() : input)
            .ToArray();
        node = node with { Inputs = inputs, Constants = new HashSet<int>() };
        using var graph = GraphLoader.Load(node.ToModel(), node.Operator, null, new());
        var runner = new GraphRunner(graph);
        var variables = inputs.Where((input, index) => input is not null && input.is_floating_point() && !fixedInputs.Contains(index))
            .Select(input => input!).ToArray();
        Assert.True(variables.Length > 0, $"{node.Operator} has no input with a gradient");

        foreach (var variable in variables)
            variable.requires_grad = true;
        var gradients = autograd.grad([Project(runner, node)], variables, allow_unused: true);
        Assert.Contains(gradients, gradient => gradient is not null && !gradient.IsInvalid);
        foreach (var variable in variables)
            variable.requires_grad = false;

        using var noGrad = no_grad();
        for (var i = 0; i < variables.Length; i++)
        {
            var analytic = gradients[i] is { IsInvalid: false } gradient ? gradient : zeros_like(variables[i]);
            AssertMatches(runner, node, variables[i], analytic, $"gradient {i} of {node.Operator}");
        }
    }

    /// <summary>Compares at single elements, spread over the input, and along one direction in which all elements move.</summary>
    private static void AssertMatches(GraphRunner runner, OneNode node, Tensor variable, Tensor analytic, string what)
    {
        var count = variable.numel();
        var stride = (count + MostElements - 1) / MostElements;
        for (var i = 0L; i < count; i += stride)
        {
            var unit = zeros(count, ScalarType.Float64);
            unit[i] = 1;
            AssertMatches(runner, node, variable, analytic, unit.reshape(variable.shape), $"{what} at {i}");
        }
        var all = Sample.Normal(999, variable.shape).to(ScalarType.Float64);
        AssertMatches(runner, node, variable, analytic, all, $"{what} along a direction");
    }

    private static void AssertMatches(GraphRunner runner, OneNode node, Tensor variable, Tensor analytic, Tensor direction, string what)
    {
        using var scope = NewDisposeScope();
        var original = variable.clone();
        variable.copy_(original + Step * direction);
        var above = Project(runner, node).item<double>();
        variable.copy_(original - Step * direction);
        var below = Project(runner, node).item<double>();
        variable.copy_(original);
        TensorAssert.Close(tensor((above - below) / (2 * Step)), (analytic * direction).sum(), Relative, Absolute, what);
    }

    /// <summary>One number: the sum of the outputs, each element weighted by a fixed random number.</summary>
    private static Tensor Project(GraphRunner runner, OneNode node)
    {
        var outputs = runner.Run(node.Feeds, node.OutputNames, GraphRun.Plain);
        var sum = zeros(1, ScalarType.Float64);
        for (var i = 0; i < outputs.Length; i++)
            if (outputs[i].is_floating_point())
                sum = sum + (outputs[i] * Sample.Normal(1000 + i, outputs[i].shape).to(ScalarType.Float64)).sum();
        return sum;
    }
}
