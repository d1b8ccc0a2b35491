// The colors for drawings on a canvas. base.css defines the same colors for everything else.

export const PALETTE = {
  light: { good: "#0B6E4F", mind: "#B45309", target: "#1D4ED8", text: "#14201B", quiet: "#4d5b55" },
  dark: { good: "#5FD3A6", mind: "#F2B35E", target: "#8AB4F8", text: "#F4F7F5", quiet: "#b3c0ba" },
};
