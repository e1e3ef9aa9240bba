/** Decoded pictures, as they pass between stages. */

/** 8-bit grey, row by row, 0 = black, 255 = white; `data.length === width * height`. */
export interface GreyImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** 8-bit RGB, interleaved; `data.length === width * height * 3`. */
export interface ColourImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** One page as it left the scanner: decoded, EXIF orientation applied, nothing else done to it. */
export interface PageImage {
  grey: GreyImage;
  /** Absent for grey and 1-bit scans. */
  colour: ColourImage | null;
  /** What the file says about itself; null when it says nothing or something impossible. */
  dpi: number | null;
}
