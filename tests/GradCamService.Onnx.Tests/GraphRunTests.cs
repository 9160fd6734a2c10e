using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests;

/// <summary>Gradients that came to a function of ours are let go while the pass goes on, not at its end.</summary>
public sealed class GraphRunTests
{
    [Fact]
    public void What_arrived_is_let_go_at_once_and_what_was_handed_back_with_the_next()
    {
        using var scope = NewDisposeScope();
        var run = GraphRun.Plain;
        var (arrived, first, second) = (ones(1), ones(1), ones(1));

        Assert.Same(first, run.HandBack(arrived, first));
        Assert.True(arrived.IsInvalid);
        Assert.False(first.IsInvalid);

        // Written in place, it is what arrived.
        Assert.Same(second, run.HandBack(second, second));
        Assert.True(first.IsInvalid);
        Assert.False(second.IsInvalid);
    }
}
