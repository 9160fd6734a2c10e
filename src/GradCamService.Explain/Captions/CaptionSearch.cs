using GradCamService.Explain.Outputs;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>Finds a network's own captions of a batch of images. All their beams share each step of the decoder.</summary>
internal static class CaptionSearch
{
    /// <param name="decoder">The network's.</param>
    /// <param name="features">What the encoder gave for the images, <c>[N, …]</c>; autograd does not follow from here.</param>
    /// <param name="beams">For each image, how many beams; 0: it is not searched.</param>
    /// <returns>For each image, at most as many captions as beams, best first.</returns>
    public static IReadOnlyList<Caption>[] Find(CaptionDecoder decoder, Tensor features, IReadOnlyList<int> beams)
    {
        using var scope = NewDisposeScope();
        using var plain = no_grad();
        var searches = beams.Select(width => width == 0 ? null : new BeamSearch(decoder.Rules, width)).ToList();
        if (searches.Any(search => search is not null))
            Run(searches, decoder.Start(features.detach()));
        return searches.Select(search => search?.Captions ?? []).ToArray();
    }

    private static void Run(IReadOnlyList<BeamSearch?> searches, DecoderRun run)
    {
        // Of each image the first row in the step before, to which its captions' parents count on.
        var firsts = new int[searches.Count];
        while (searches.Any(search => search?.Open.Count > 0))
        {
            var rows = new List<DecoderRow>();
            for (var image = 0; image < searches.Count; image++)
            {
                var (search, before) = (searches[image], firsts[image]);
                firsts[image] = rows.Count;
                rows.AddRange((search?.Open ?? [])
                    .Select((caption, i) => new DecoderRow(image, before + search!.Parents[i], caption.Tokens)));
            }
            var next = run.Next(rows);
            for (var image = 0; image < searches.Count; image++)
                if (searches[image] is { Open.Count: > 0 } search)
                    search.Advance(next[firsts[image]..(firsts[image] + search.Open.Count)]);
        }
    }
}
