using GradCamService.Onnx.Execution;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Execution;

/// <summary>What runs for which feeds and fetches, what is let go when, and what may be written over what.</summary>
public sealed class ExecutionPlanTests : IDisposable
{
    private readonly TorchSharp.DisposeScope _scope = NewDisposeScope();

    // conv → relu → neg and exp, whose sum is y.
    private readonly Graph _graph;

    public ExecutionPlanTests() => _graph = SmallModel.Load(["x"], [("w", ones(1, 1, 1, 1))],
        Bodies.Node("Conv", ["x", "w"], ["conv"]), Bodies.Node("Relu", ["conv"], ["relu"]), Bodies.Node("Neg", ["relu"], ["neg"]),
        Bodies.Node("Exp", ["relu"], ["exp"]), Bodies.Node("Add", ["neg", "exp"], ["y"]));

    public void Dispose()
    {
        _graph.Dispose();
        _scope.Dispose();
    }

    [Theory]
    [InlineData("x", "y", "conv relu neg exp y")]
    [InlineData("x", "neg", "conv relu neg")]
    [InlineData("relu", "y", "neg exp y")]
    [InlineData("neg exp", "y", "y")]
    [InlineData("relu", "relu", "")]
    [InlineData("", "w", "")]
    public void Only_what_lies_between_feeds_and_fetches_runs(string feeds, string fetches, string expected) =>
        Assert.Equal(Names(expected), Of(feeds, fetches).Select(step => step.Node.Name));

    [Fact]
    public void A_tensor_is_let_go_behind_its_last_reader_unless_it_is_fetched() =>
        Assert.Equal(["conv:", "relu:conv", "neg:", "exp:relu", "y:exp"],
            Of("x", "y neg").Select(step => $"{step.Node.Name}:{string.Join(' ', step.Release.Order(StringComparer.Ordinal))}"));

    [Theory]
    [InlineData("y", true)]
    [InlineData("y conv", false)] // Fetched: somebody wants it as it was.
    public void A_result_in_memory_of_its_own_may_be_overwritten_by_its_only_reader(string fetches, bool may) =>
        Assert.Equal(may, Of("x", fetches).Single(step => step.Node.Name == "relu").MayOverwrite);

    [Fact]
    public void What_several_nodes_read_may_not_be_overwritten() =>
        Assert.DoesNotContain(Of("x", "y"), step => step.Node.Name is "neg" or "exp" && step.MayOverwrite);

    [Theory]
    [InlineData("x", "nothing", "'nothing'")]
    [InlineData("neg", "y", "'x'")]
    public void What_is_neither_fed_nor_computed_is_named(string feeds, string fetches, string missing) =>
        Assert.Contains($"needs {missing}", Assert.Throws<OnnxException>(() => Of(feeds, fetches)).Message, StringComparison.Ordinal);

    private IReadOnlyList<ExecutionPlan.Step> Of(string feeds, string fetches) =>
        ExecutionPlan.For(_graph, Names(feeds).ToHashSet(), Names(fetches)).Steps;

    private static string[] Names(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
