using GradCamService.Onnx.Analysis;

namespace GradCamService.Onnx.Tests.Analysis;

public sealed class ScoreSearchTests
{
    private const int Classes = 5;

    [Fact]
    public void Scores_without_an_activation_are_the_output_itself() =>
        Assert.Equal(("logits", ScoreMeaning.Softmax, ScoreForm.Plain), Read(Logits().Output("logits")));

    [Theory]
    [InlineData("Softmax", ScoreMeaning.Softmax)]
    [InlineData("LogSoftmax", ScoreMeaning.Softmax)]
    [InlineData("Sigmoid", ScoreMeaning.Sigmoid)]
    [InlineData("HardSigmoid", ScoreMeaning.Probabilities)]
    public void An_activation_is_taken_off_and_named(string activation, ScoreMeaning meaning)
    {
        var scores = Find(Logits().Node(activation, "logits", "y").Output("y"));

        Assert.Equal(("logits", "y", Classes, meaning), (scores.Tensor, scores.Output, scores.Classes, scores.Meaning));
        Assert.Equal($"what the {activation} at the end reads", scores.Why);
    }

    [Theory]
    [InlineData("Identity")]
    [InlineData("Round")]
    public void An_activation_before_what_leaves_shares_alone_is_taken_off(string last) => Assert.Equal(
        ("logits", ScoreMeaning.Softmax, ScoreForm.Plain), Read(Logits().Node("Softmax", "logits", "s").Node(last, "s", "y").Output("y")));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_softmax_written_as_arithmetic_is_taken_off(bool subtractsLargest)
    {
        var sketch = Logits();
        if (subtractsLargest)
            sketch.Node("ReduceMax", "logits", "largest", ("axes", new long[] { 1 })).Node("Sub", "logits largest", "shifted");
        sketch.Node("Exp", subtractsLargest ? "shifted" : "logits", "e").Constant("axis", Testing.Sample.Longs(1))
            .Node("ReduceSum", "e axis", "sum")
            .Node("Div", "e sum", "y").Output("y");

        Assert.Equal(("logits", ScoreMeaning.Softmax, ScoreForm.Plain), Read(sketch));
    }

    [Fact]
    public void Of_several_outputs_the_deepest_of_more_than_one_number_is_chosen()
    {
        // Pooled features end earlier; a value beside a policy is one number, however deep.
        var sketch = Logits().Weight("v", Classes, 1).Node("MatMul", "logits v", "value").Node("Relu", "value", "deep")
            .Output("flat", "logits", "deep");

        Assert.Equal("logits", Find(sketch).Output);
    }

    [Fact]
    public void Further_axes_of_size_1_do_not_count()
    {
        var sketch = new Sketch().Conv("image", "a", 3, Classes).Node("GlobalAveragePool", "a", "y").Output("y");

        Assert.Equal(("y", ScoreMeaning.Softmax, ScoreForm.Plain), Read(sketch));
    }

    [Fact]
    public void Where_no_output_has_scores_all_are_listed()
    {
        using var sketch = new Sketch().Conv("image", "a", 3, 4).Node("Relu", "a", "b").Output("a", "b");

        var refusal = Assert.Throws<OnnxException>(() => Find(sketch));

        Assert.Contains("'a' [N, 4, 16, 16]; 'b' [N, 4, 16, 16]", refusal.Message, StringComparison.Ordinal);
    }

    private static Sketch Logits() => new Sketch().Conv("image", "a", 3, 4).Node("GlobalAveragePool", "a", "p").Node("Flatten", "p", "flat")
        .Weight("w", 4, Classes).Node("MatMul", "flat w", "logits");

    private static (string Tensor, ScoreMeaning Meaning, ScoreForm Form) Read(Sketch sketch)
    {
        var scores = Find(sketch);
        return (scores.Tensor, scores.Meaning, scores.Form);
    }

    private static Scores Find(Sketch sketch)
    {
        using (sketch)
            return ScoreSearch.Find(sketch.Graph, sketch.Trace, "image");
    }
}
