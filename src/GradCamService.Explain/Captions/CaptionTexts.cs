using GradCamService.Explain.Outputs;
using static TorchSharp.torch;

namespace GradCamService.Explain.Captions;

/// <summary>The captions of a batch: those that callers give, and those that the network finds itself.</summary>
internal sealed class CaptionTexts
{
    private readonly IReadOnlyList<Caption>[] _found;
    private readonly IReadOnlyList<int>[] _tokens;
    private readonly CaptionRules _rules;

    /// <param name="decoder">The network's.</param>
    /// <param name="features">What the encoder gave for the images.</param>
    /// <param name="items">For each image a caption's words, or null and how many beams search the network's own.</param>
    public CaptionTexts(CaptionDecoder decoder, Tensor features, IReadOnlyList<(IReadOnlyList<int>? Words, int Beams)> items)
    {
        _rules = decoder.Rules;
        _found = CaptionSearch.Find(decoder, features, items.Select(item => item.Words is null ? item.Beams : 0).ToList());
        _tokens = items.Select((item, i) => item.Words is null ? _found[i][0].Tokens : [.. item.Words, _rules.End]).ToArray();
    }

    /// <summary>What the search found, where all captions are the network's own; else null.</summary>
    public NetworkOutput[]? Found =>
        _found.All(captions => captions.Count > 0) ? [.. _found.Select(captions => new NetworkOutput([], captions))] : null;

    /// <summary>What the decoder is to read of each: start and words. Its rows then score the words and the end.</summary>
    public IReadOnlyList<IReadOnlyList<int>> Read =>
        [.. _tokens.Select(tokens => (IReadOnlyList<int>)[_rules.Start, .. tokens.SkipLast(1)])];

    /// <param name="logits">What the decoder said of them, <c>[N, T, V]</c>.</param>
    public NetworkOutput[] Outputs(Tensor logits) =>
        CaptionReading.Read(logits, _tokens).Select((read, i) => new NetworkOutput([], [read, .. _found[i].Skip(1)])).ToArray();
}
