using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>Finds a network's own captions of a batch of images. All their beams share each run of the decoder.</summary>
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
        var searches = beams.Select((width, image) => (Image: image, Search: new BeamSearch(decoder.Rules, width))).Where(entry => beams[entry.Image] > 0).ToList();
        var rows = searches.Count == 0 ? null : new Rows(decoder, features.detach());
        for (var open = searches; open.Count > 0; open = open.Where(entry => entry.Search.Open.Count > 0).ToList())
        {
            var next = rows!.Next(open.SelectMany(entry => entry.Search.Open.Select(caption => (entry.Image, caption))).ToList());
            var first = 0;
            foreach (var (_, search) in open)
            {
                var count = search.Open.Count;
                search.Advance(next[first..(first + count)]);
                first += count;
            }
        }
        var captions = beams.Select(_ => (IReadOnlyList<Caption>)[]).ToArray();
        foreach (var (image, search) in searches)
            captions[image] = search.Captions;
        return captions;
    }

    /// <summary>The decoder's rows: one an unfinished caption, with what is known of its image.</summary>
    private sealed class Rows(CaptionDecoder decoder, Tensor features)
    {
        private readonly IReadOnlyList<(string Name, int? Axis, Tensor Values)> _ofImages = decoder.Start(features);
        private IReadOnlyList<int> _images = [];
        private Dictionary<string, Tensor> _ofRows = [];

        public float[][] Next(IReadOnlyList<(int Image, Caption Caption)> captions)
        {
            Pick(captions.Select(row => row.Image).ToList());
            var ids = captions.SelectMany(row => row.Caption.Tokens.Prepend(decoder.Rules.Start)).Select(token => (long)token).ToArray();
            return decoder.Next(_ofRows, tensor(ids, [captions.Count, ids.Length / captions.Count]));
        }

        private void Pick(IReadOnlyList<int> images)
        {
            if (images.SequenceEqual(_images))
                return;
            _images = images;
            var index = tensor(images.Select(image => (long)image).ToArray(), device: features.device);
            _ofRows = _ofImages.ToDictionary(
                known => known.Name, known => known.Axis is { } axis ? known.Values.index_select(axis, index) : known.Values);
        }
    }
}
