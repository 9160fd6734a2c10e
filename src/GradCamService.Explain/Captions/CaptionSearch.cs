using GradCamService.Explain.Models;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>Finds a network's own captions of a batch of images. All their beams share each run of the decoder.</summary>
internal sealed class CaptionSearch(ImageNetwork network, CaptionRules rules)
{
    /// <param name="features">What the encoder gave for the images, <c>[N, …]</c>; autograd does not follow from here.</param>
    /// <param name="beams">For each image, how many beams; 0: it is not searched.</param>
    /// <returns>For each image, at most as many captions as beams, best first.</returns>
    public IReadOnlyList<Caption>[] Find(Tensor features, IReadOnlyList<int> beams)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var searches = beams.Select(width => new BeamSearch(rules, width)).ToList();
        var images = beams.SelectMany((width, image) => Enumerable.Repeat((long)image, width)).ToArray();
        if (images.Length > 0)
        {
            var decoder = new StepDecoder(network, features.detach().index_select(0, tensor(images, device: network.Device)));
            for (var words = 0; searches.Where((_, i) => beams[i] > 0).Any(search => search.Open.Count > 0); words++)
                Advance(searches, beams, decoder, words);
        }
        return searches.Select((search, i) => beams[i] > 0 ? search.Captions : []).ToArray();
    }

    private void Advance(List<BeamSearch> searches, IReadOnlyList<int> beams, StepDecoder decoder, int words)
    {
        // An image keeps its rows while its captions become fewer; what stands in a row that is not used does not matter.
        var ids = searches.SelectMany((search, i) => Enumerable.Range(0, beams[i]).SelectMany(row => Row(search, row, words))).ToArray();
        var next = decoder.Next(tensor(ids, [ids.Length / (words + 1), words + 1]).to(network.Device));
        var first = 0;
        for (var i = 0; i < searches.Count; i++)
        {
            if (beams[i] > 0 && searches[i].Open.Count > 0)
                searches[i].Advance(next[first..(first + searches[i].Open.Count)]);
            first += beams[i];
        }
    }

    private IEnumerable<long> Row(BeamSearch search, int row, int words) =>
        row < search.Open.Count
            ? search.Open[row].Tokens.Select(token => (long)token).Prepend(rules.Start)
            : Enumerable.Repeat((long)rules.Start, words + 1);
}
