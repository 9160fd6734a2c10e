using GradCamService.Explain.Captions;
using GradCamService.Explain.Networks;
using GradCamService.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace GradCamService.Explain.Tests.Captions;

[Collection(TorchCollection.Name)]
public sealed class DecoderRunTests(BundledModels models)
{
    private const int Start = 1;

    // Two ways to compute the same log-probabilities of about 10 in float32.
    private const double Rounding = 1e-4;

    private readonly ImageNetwork _network = models["captioner"].Network;

    [Fact]
    public void The_captioner_steps_by_the_states_of_its_recurrent_layer() => Assert.True(models["captioner"].Captions!.KeepsStates);

    [Fact]
    public void Steps_from_states_say_what_whole_captions_say_whichever_caption_goes_on()
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var images = cat([Image("chelsea"), Image("coffee")]);
        var features = _network.Encode(images, [], GraphRun.Plain).Features;
        var ofImage = ImageTensor.Find(_network, features[..1]);
        var whole = new DecoderRun(_network, Start, ofImage, null, features);
        var states = new DecoderRun(_network, Start, ofImage, DecoderState.Find(_network.Graph.Graph, ofImage), features);

        // Rows split, merge, change places and leave, as beams do.
        DecoderRow[][] steps =
        [
            [new(0, 0, []), new(1, 0, [])],
            [new(1, 1, [9]), new(0, 0, [4]), new(0, 0, [57])],
            [new(0, 2, [57, 5]), new(0, 1, [4, 31]), new(1, 0, [9, 16])],
            [new(1, 2, [9, 16, 44])],
        ];
        foreach (var rows in steps)
            foreach (var (expected, actual) in whole.Next(rows).Zip(states.Next(rows)))
                Assert.InRange(Deviation.Of(expected, actual), 0, Rounding);
    }

    private static Tensor Image(string name) => tensor(SequenceGoldens.Array($"{name}.input.npy").Values, [1, 3, 224, 224]);
}
