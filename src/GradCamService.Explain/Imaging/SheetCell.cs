namespace GradCamService.Explain.Imaging;

/// <summary>A picture of a contact sheet with the text above it.</summary>
/// <param name="Text">A word, or several.</param>
/// <param name="Picture">Any size; it is fitted to the cell. Null: there is nothing to see, and the cell says so.</param>
public sealed record SheetCell(string Text, Picture? Picture);
