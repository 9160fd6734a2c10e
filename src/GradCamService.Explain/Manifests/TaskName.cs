namespace GradCamService.Explain.Manifests;

/// <summary>What a model answers, and with that which fields a request may have.</summary>
public enum TaskName
{
    /// <summary>Photo → one score a class.</summary>
    Classification,

    /// <summary>Photo → a sentence, word by word.</summary>
    Captioning,

    /// <summary>Photo and question → one score an answer.</summary>
    Vqa,

    /// <summary>Frames of a game → one score an action.</summary>
    Policy,
}
