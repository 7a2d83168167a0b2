namespace Fovea.Models.Detectors;

/// <summary>A box that a network gives, before it is compared with others.</summary>
/// <param name="X1">The left side, in pixels of the input.</param>
/// <param name="Y1">The upper side.</param>
/// <param name="X2">The right side.</param>
/// <param name="Y2">The lower side.</param>
/// <param name="Score">The score, from 0 to 1.</param>
/// <param name="Class">The class, from 0.</param>
/// <param name="Cell">Which of the network's boxes it is, from 0: of equal scores the lower one comes first.</param>
internal readonly record struct BoxCandidate(float X1, float Y1, float X2, float Y2, float Score, int Class, int Cell);
