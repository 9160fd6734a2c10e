using System.Globalization;
using GradCamService.Onnx.Tests.Testing;
using static TorchSharp.torch;

namespace GradCamService.Onnx.Tests.Operators;

public sealed class MessageTests : IDisposable
{
    private readonly CultureInfo _before = CultureInfo.CurrentCulture;

    public void Dispose() => CultureInfo.CurrentCulture = _before;

    [Theory]
    [InlineData("en-US")]
    [InlineData("de-DE")] // A comma in numbers.
    [InlineData("tr-TR")] // Another small I.
    public void Messages_and_names_are_the_same_in_every_culture(string culture)
    {
        using var scope = NewDisposeScope();
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        var range = new OneNode("Range", 11) { Inputs = [tensor(0.5f), tensor(1.5f), tensor(0f)] };
        var layer = new OneNode("RNN", 14)
        {
            Inputs = [ones(1, 1, 1), ones(1, 1, 1), ones(1, 1, 1)],
            Attributes = new Dictionary<string, object> { ["activations"] = new[] { "sigmoid" }, ["hidden_size"] = 1 },
        };

        var refusal = Assert.Throws<OnnxException>(() => OnnxRuntimeOracle.Run(range));

        Assert.Equal("node 'node' (Range, version 11): there is no range from 0.5 to 1.5 in steps of 0", refusal.Message);
        Assert.NotEmpty(OnnxRuntimeOracle.Run(layer));
    }
}
