using System.Text.Json;

namespace GradCamService.Explain.Tests;

/// <summary>Reference values computed with PyTorch from the same files; <c>Data/Goldens/sequences/index.json</c>.</summary>
internal sealed record SequenceGoldens(IReadOnlyList<CaptionGolden> Captions, IReadOnlyList<QuestionGolden> Questions, IReadOnlyList<PolicyGolden> Policy)
{
    public static SequenceGoldens All { get; } =
        JsonSerializer.Deserialize<SequenceGoldens>(TestData.Read("Goldens/sequences/index.json"), JsonSerializerOptions.Web)!;

    public static Npy Array(string file) => Npy.Load("Goldens/sequences/" + file);
}

/// <param name="Ids">Start, words, end of the greedy caption.</param>
/// <param name="WordLogProbabilities">Of each word, and of the end token.</param>
/// <param name="WordMaps">One row a word, and one for the end token.</param>
internal sealed record CaptionGolden(
    string Image, string Input, string Greedy, string Beam3, int[] Ids, float LogProbability, float[] WordLogProbabilities,
    string Map, string WordMaps, string GuidedBackprop);

/// <param name="Answers">The five best, with their logits.</param>
/// <param name="Map">Of the first answer.</param>
/// <param name="SecondMap">Of the second.</param>
internal sealed record QuestionGolden(
    string Image, string Input, string Question, int[] Ids, AnswerGolden[] Answers, string Map, string SecondMap, string GuidedBackprop);

internal sealed record AnswerGolden(string Answer, float Score, double Probability);

internal sealed record PolicyGolden(string[] Frames, float[] QValues, string Action, string Map, string GuidedBackprop);
