using GradCamService.Explain.Imaging;
using GradCamService.Explain.Manifests;
using GradCamService.Explain.Tasks;
using Xunit;

namespace GradCamService.Explain.Tests.Manifests;

/// <summary>Expected values are copied by eye from the bundled manifests.</summary>
public sealed class BundledManifestTests
{
    [Fact]
    public void A_classifier_is_read_with_the_defaults_of_what_it_leaves_out()
    {
        var manifest = ModelManifest.Read(ModelsDirectory.Bundled("efficientnet-lite0"), TaskTable.Rules);

        Assert.Equal("efficientnet-lite0", manifest.Name);
        Assert.Equal("classification", manifest.Task);
        Assert.Equal("EfficientNet-Lite0, 1,000 ImageNet classes", manifest.Title);
        Assert.Equal("Apache-2.0", manifest.License);
        Assert.StartsWith("Tan and Le 2019", manifest.Source, StringComparison.Ordinal);
        Assert.Equal("image", manifest.Input.Tensor);
        Assert.Null(manifest.Input.Layout);
        Assert.Equal(1, manifest.Input.Frames);
        var spec = manifest.Input.Spec;
        Assert.Equal((224, 224, ColorOrder.Rgb), (spec.Width, spec.Height, spec.Color));
        Assert.Equal((0.875, Fit.Crop, Resampling.Bicubic), (spec.Crop, spec.Fit, spec.Resize));
        Assert.Equal([127f, 127f, 127f], spec.Mean);
        Assert.Equal([128f, 128f, 128f], spec.Std);
        Assert.Equal(("logits", "head"), (manifest.Output, manifest.TargetLayer));
        Assert.Equal(["block2", "block4", "block10", "head"], manifest.Layers);
        Assert.Equal("73b565438e3bf203a71211480391ecd1604ecff6f87bbb2d70f30c8c66606257", manifest.Sha256["model.onnx"]);
        Assert.Null(manifest.Encoder);
        Assert.Null(manifest.TokenGrid);
        Assert.Null(manifest.SpecialTokens);
        Assert.Null(manifest.MaxLength);
    }

    [Fact]
    public void A_captioner_names_its_encoder_its_words_and_what_feeds_its_inputs()
    {
        var manifest = ModelManifest.Read(ModelsDirectory.Bundled("captioner"), TaskTable.Rules);

        Assert.Equal("captioning", manifest.Task);
        Assert.Equal(new EncoderReference("../efficientnet-lite0/model.onnx", "head"), manifest.Encoder);
        Assert.Equal(FeedSource.Encoder, manifest.Bind["image_features"].From);
        Assert.Equal(FeedSource.Caption, manifest.Bind["input_ids"].From);
        Assert.Equal(new SpecialTokens(Padding: 0, Start: 1, End: 2, Unknown: 3), manifest.SpecialTokens);
        Assert.Equal(20, manifest.MaxLength);
        Assert.Equal(Fit.Stretch, manifest.Input.Spec.Fit);
        Assert.Equal(["head"], manifest.Layers);
    }

    [Fact]
    public void A_question_answerer_names_its_answers()
    {
        var manifest = ModelManifest.Read(ModelsDirectory.Bundled("vqa"), TaskTable.Rules);

        Assert.Equal("vqa", manifest.Task);
        Assert.Equal(FeedSource.Question, manifest.Bind["input_ids"].From);
        Assert.Equal(new SpecialTokens(Padding: 0, Unknown: 1), manifest.SpecialTokens);
        Assert.Equal("answers.json", manifest.Answers);
    }

    [Fact]
    public void A_policy_has_frames_and_actions()
    {
        var manifest = ModelManifest.Read(ModelsDirectory.Bundled("catch-policy"), TaskTable.Rules);

        Assert.Equal("policy", manifest.Task);
        Assert.Equal(4, manifest.Input.Frames);
        Assert.Equal((ColorOrder.Gray, Resampling.Bilinear), (manifest.Input.Spec.Color, manifest.Input.Spec.Resize));
        Assert.Equal([255f], manifest.Input.Spec.Std);
        Assert.Equal(["left", "stay", "right"], manifest.Actions);
    }

    [Fact]
    public void Models_that_share_a_file_resolve_it_to_the_same_path()
    {
        var classifier = ModelManifest.Read(ModelsDirectory.Bundled("efficientnet-lite0"), TaskTable.Rules);
        var larger = ModelManifest.Read(ModelsDirectory.Bundled("efficientnet-lite2"), TaskTable.Rules);

        Assert.Equal(classifier.GraphPath, ModelManifest.Read(ModelsDirectory.Bundled("captioner"), TaskTable.Rules).EncoderPath);
        Assert.Equal(classifier.GraphPath, ModelManifest.Read(ModelsDirectory.Bundled("vqa"), TaskTable.Rules).EncoderPath);
        Assert.Equal(classifier.PathOf(classifier.Concepts!), larger.PathOf(larger.Concepts!));
        Assert.True(File.Exists(larger.PathOf(larger.Concepts!)));
    }
}
