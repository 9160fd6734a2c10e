using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Execution;

public sealed class GraphRunnerTests
{
    [Fact]
    public void A_tensor_on_the_way_may_be_fed_and_what_lies_before_it_does_not_run()
    {
        using var scope = NewDisposeScope();
        using var graph = SquareOfTwice();
        var seen = new List<string>();

        var results = new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["twice"] = tensor(5f) }, ["y", "twice"],
            new GraphRun { Observe = (name, _) => seen.Add(name) });

        Assert.Equal([25f, 5f], results.Select(result => result.item<float>()));
        Assert.Equal(["y"], seen);
    }

    [Fact]
    public void Nothing_before_a_leaf_is_recorded()
    {
        using var scope = NewDisposeScope();
        using var graph = SquareOfTwice();
        var x = tensor(3f, requires_grad: true);

        var results = new GraphRunner(graph).Run(new Dictionary<string, Tensor> { ["x"] = x }, ["y", "twice"],
            new GraphRun { Leaves = new HashSet<string> { "twice" } });
        var gradients = autograd.grad([results[0]], [results[1], x], allow_unused: true);

        // y = 6², dy/d6 = 12.
        Assert.Equal(12f, gradients[0].item<float>());
        Assert.True(gradients[1] is null || gradients[1].IsInvalid);
    }

    [Fact]
    public void Only_what_is_fetched_is_alive_after_a_run()
    {
        using var graph = SquareOfTwice();
        using var scope = NewDisposeScope();
        var runner = new GraphRunner(graph);
        var x = tensor(3f);

        var results = runner.Run(new Dictionary<string, Tensor> { ["x"] = x }, ["y"], GraphRun.Plain);

        Assert.Equal([x, results[0]], scope.DisposablesView);
    }

    // y = (x + x)².
    private static Graph SquareOfTwice() =>
        SmallModel.Load(["x"], [], Bodies.Node("Add", ["x", "x"], ["twice"]), Bodies.Node("Mul", ["twice", "twice"], ["y"]));
}
