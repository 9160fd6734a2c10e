using GradCamService.Explain.Tests;
using Xunit;

namespace GradCamService.Tests.Answers;

[Collection(ServiceTests.Name)]
public sealed class NpzTests(SharedService service)
{
    /// <summary>The same map computed twice, once through decimal digits.</summary>
    private const double Recomputed = 1e-5;

    [Theory]
    [InlineData("grad-cam", new[] { "map", "heatmap" })]
    [InlineData("guided-backprop", new[] { "guided_backprop" })]
    [InlineData("guided-grad-cam", new[] { "map", "heatmap", "guided_backprop", "guided_grad_cam" })]
    public async Task The_arrays_are_those_of_the_method(string method, string[] expected)
    {
        var npz = await Npz.ReadAsync(service.ExplainAsync(Form.Of("chelsea.png", ("method", method)), "application/x-npz"));

        Assert.Equal(expected, npz.Names);
    }

    [Fact]
    public async Task There_is_a_row_for_each_explanation_and_the_json_beside_them()
    {
        var npz = await Npz.ReadAsync(service.ExplainAsync(
            Form.Of("chelsea.png", ("concept", "282"), ("concept", "285"), ("concept", "n02121808")), "application/x-npz"));

        var explanations = npz.Answer.GetProperty("explanations").EnumerateArray().ToList();
        Assert.Equal([3, 7, 7], npz["map"].Shape);
        Assert.Equal(3, explanations.Count);
        for (var row = 0; row < 3; row++)
        {
            Assert.InRange(
                Deviation.Of(explanations[row].GetProperty("map").GetProperty("values").Floats(), npz["map"].Values.AsSpan(row * 49, 49)), 0, Recomputed);
            Assert.Empty(explanations[row].GetProperty("images").EnumerateObject());
        }
    }

    [Fact]
    public async Task Guided_grad_cam_is_the_guided_gradient_times_the_heatmap()
    {
        var npz = await Npz.ReadAsync(service.ExplainAsync(Form.Of("coffee.png"), "application/x-npz"));

        var heatmap = npz["heatmap"].Values;
        Assert.Equal(npz["guided_backprop"].Values.Select((value, i) => value * heatmap[i % heatmap.Length]), npz["guided_grad_cam"].Values);
    }
}
